package dcm.auditor.engine;

import dcm.auditor.engine.AuditedEngine.EngineContainer;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The container engines of an installation's hosts.
 *
 * @param read the engines that were read
 * @param unread the hosts whose engines could not be read
 * @param registered the hosts of the installation
 */
public record AuditedEngines(List<AuditedEngine> read, List<UnreadHost> unread, Set<HostName> registered) {
    public AuditedEngines {
        read = List.copyOf(read);
        unread = List.copyOf(unread);
        registered = Set.copyOf(registered);
    }

    /** A host whose engine could not be read. */
    public record UnreadHost(HostName name, String reason) {}

    /** The engine of a host; empty if it was not read. */
    public Optional<AuditedEngine> of(HostName host) {
        return read.stream()
                .filter(engine -> engine.hostName().equals(host.value()))
                .findFirst();
    }

    /** A container in the engine of its host; empty if the engine does not have it, or was not read. */
    public Optional<EngineContainer> find(HostName host, ContainerId container) {
        return of(host).map(engine -> engine.containers().get(container));
    }

    /** The names of the hosts whose engines have a container. */
    public List<String> hostsOf(ContainerId container) {
        return read.stream()
                .filter(engine -> engine.containers().containsKey(container))
                .map(AuditedEngine::hostName)
                .sorted()
                .toList();
    }
}
