package dcm.contract.notification;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.SshEndpoint;
import java.util.List;

/**
 * Docker has started a new container. Its SSH server has not answered yet.
 *
 * @param ports the published ports, without the SSH port
 */
public record ContainerLaunched(HostName host, ContainerId container, SshEndpoint ssh, List<PublishedPort> ports)
        implements Notification {}
