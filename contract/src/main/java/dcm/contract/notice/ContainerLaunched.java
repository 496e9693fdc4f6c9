package dcm.contract.notice;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.SshEndpoint;
import java.util.List;

/**
 * The engine has started a new container. Its SSH server will answer in a moment, or turn out not to.
 *
 * @param ports its other published ports
 */
public record ContainerLaunched(HostName host, ContainerId container, SshEndpoint ssh, List<PublishedPort> ports)
        implements Notice {}
