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
 * A container of this installation as its engine has it.
 *
 * @param engineId the engine's own id
 * @param ports what it publishes besides SSH, running or not
 * @param mounts of the host that a preset gave it
 * @param everStarted false when it was made and nothing more
 * @param startedAt of its latest start, null if it never ran
 * @param exitCode of its first process, null while it runs
 * @param restarting its first process ended by itself, and the engine is about to start it again
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
