package dcm.worker.engine;

import dcm.contract.desired.ContainerSpec;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.SshEndpoint;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container to create, with the standard configuration of all containers.
 *
 * @param ssh the endpoint on which its SSH port is published
 * @param ports other published ports
 * @param rootHome host directory for {@code /root}
 * @param userHome host directory for {@code /home/OWNER}
 * @param keys host directory that is mounted read-only as {@code /etc/dcm/keys}
 * @param layerBytes limit for the container's own layer, as the engine counts it; null if unlimited or if the engine
 *     cannot limit it
 * @param batchNames the names of all containers of its batch, in their order; empty: it has no batch
 */
public record NewContainer(
        ContainerId id,
        OwnerName owner,
        ContainerSpec spec,
        SshEndpoint ssh,
        List<PublishedPort> ports,
        Path rootHome,
        Path userHome,
        Path keys,
        @Nullable Long layerBytes,
        List<ContainerName> batchNames) {
    /** The names of the containers that were created together with this one, including its own. */
    public List<ContainerName> hosts() {
        return batchNames.isEmpty() ? List.of(spec.name()) : batchNames;
    }
}
