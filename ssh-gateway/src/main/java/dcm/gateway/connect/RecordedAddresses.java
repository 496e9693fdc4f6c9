package dcm.gateway.connect;

import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.HostName;
import dcm.contract.snapshot.HostSnapshot;
import dcm.rest.host.HostCache;
import dcm.rest.readiness.LogReaderReadiness;
import dcm.shell.document.ContainerDocument;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Function;

/**
 * Checks before each connection that the address belongs to the container's host. Otherwise, a hostile host could let the
 * gateway connect to servers that only the gateway's machine can reach. Thread-safe.
 */
@Startup
@Singleton
public class RecordedAddresses {
    private final Function<HostName, Optional<HostSnapshot>> hosts;

    @Inject
    RecordedAddresses(LogReaderReadiness readers) {
        this(addresses(readers)::find);
    }

    /** The gateway needs no heartbeats. */
    private static HostCache addresses(LogReaderReadiness readers) {
        HostCache hosts = new HostCache();
        HostCache.follow(readers, hosts::take);
        return hosts;
    }

    RecordedAddresses(Function<HostName, Optional<HostSnapshot>> hosts) {
        this.hosts = hosts;
    }

    /** Why the gateway does not connect to an address of a container; empty if it does. */
    public Optional<String> objection(ContainerDocument container, String address) {
        Optional<HostSnapshot> host = Optional.of(container.host())
                .filter(HostName::isValid)
                .map(HostName::new)
                .flatMap(hosts);
        if (host.isEmpty()) {
            return Optional.of("The host '%s' of %s is not known to the gateway. Try again in a few seconds."
                    .formatted(container.host(), container.name()));
        }
        HostDeclaration declaration = host.get().declaration();
        return declaration == null || declaration.hasAlias(address)
                ? Optional.empty()
                : Optional.of(
                        "%s is recorded at %s, but its host %s joined with other addresses. Ask an administrator to check the host."
                                .formatted(container.name(), address, container.host()));
    }
}
