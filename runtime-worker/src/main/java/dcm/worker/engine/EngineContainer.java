package dcm.worker.engine;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.report.ContainerStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container of this installation, as its engine reports it.
 *
 * @param engineId the engine's own id
 * @param ports published ports other than SSH, also while the container is stopped
 * @param mounts host paths that a preset has mounted
 * @param everStarted false if it was created but never started
 * @param startedAt time of the latest start; null if it never ran
 * @param exitCode of its first process; null while it runs
 * @param restarting true if its first process ended unexpectedly and the engine is about to restart it
 */
public record EngineContainer(
        ContainerId id,
        OwnerName owner,
        String engineId,
        ContainerStatus status,
        SshEndpoint ssh,
        List<PublishedPort> ports,
        List<Path> mounts,
        boolean everStarted,
        @Nullable Instant startedAt,
        @Nullable Integer exitCode,
        boolean outOfMemory,
        boolean restarting) {}
