package dcm.worker.ports;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.SshEndpoint;
import dcm.worker.ports.AliasPorts.Holder;
import java.util.List;

/**
 * All ports of this host that containers can have. Thread-safe.
 *
 * @param ssh SSH ports
 * @param published other published ports
 */
public record HostPorts(SshPorts ssh, AliasPorts published) {
    /** Registers ports that a container already has. */
    public void hold(ContainerId container, OwnerName owner, SshEndpoint endpoint, List<PublishedPort> ports) {
        ssh.hold(container, endpoint.port());
        published.hold(new Holder(container, owner), ports);
    }

    /** Releases the ports of a container that was removed or never created. */
    public void free(ContainerId container) {
        ssh.free(container);
        published.free(container);
    }
}
