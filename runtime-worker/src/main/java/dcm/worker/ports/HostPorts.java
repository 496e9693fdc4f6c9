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
 * @param ssh their handles
 * @param published what else they publish
 */
public record HostPorts(SshPorts ssh, AliasPorts published) {
    /** A container has these already. */
    public void hold(ContainerId container, OwnerName owner, SshEndpoint endpoint, List<PublishedPort> ports) {
        ssh.hold(endpoint.port());
        published.hold(new Holder(container, owner), ports);
    }

    /** The container is gone, or was never made. */
    public void free(ContainerId container, SshEndpoint endpoint) {
        ssh.free(endpoint.port());
        published.free(container);
    }
}
