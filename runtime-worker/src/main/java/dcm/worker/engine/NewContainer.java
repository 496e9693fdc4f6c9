package dcm.worker.engine;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.order.ContainerSpec;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container to be made, in the fixed shape that all have.
 *
 * @param ssh where its SSH port is published
 * @param ports what else is published
 * @param rootHome directory that is its {@code /root}
 * @param userHome directory that is its {@code /home/OWNER}
 * @param keys directory that it sees, read-only, as {@code /etc/dcm/keys}
 * @param layerBytes what its own layer may hold, as the engine counts; null: any amount, and always where the engine cannot limit it
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
        @Nullable Long layerBytes) {}
