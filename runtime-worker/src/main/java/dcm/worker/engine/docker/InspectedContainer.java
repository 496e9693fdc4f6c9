package dcm.worker.engine.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import dcm.contract.report.ContainerStatus;
import dcm.worker.engine.EngineContainer;
import dcm.worker.engine.docker.DockerNames.Labelled;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads Docker's description of a container. */
final class InspectedContainer {
    private InspectedContainer() {}

    /** The container; empty if its name or labels are not those of this installation. */
    static Optional<EngineContainer> read(InspectContainerResponse found, DockerNames names) {
        return names.read(found.getName().substring(1), found.getConfig().getLabels())
                .map(ours -> read(ours, found));
    }

    private static EngineContainer read(Labelled ours, InspectContainerResponse found) {
        ContainerState state = found.getState();
        ContainerStatus status = status(state);
        Instant startedAt = time(state.getStartedAt());
        boolean stopped = status == ContainerStatus.STOPPED && startedAt != null;
        Long exitCode = state.getExitCodeLong();
        return new EngineContainer(
                ours.id(),
                ours.owner(),
                found.getId(),
                status,
                ours.ssh(),
                DockerPorts.published(found.getHostConfig()),
                DockerPresets.sources(found.getHostConfig()),
                startedAt != null,
                startedAt,
                stopped && exitCode != null ? exitCode.intValue() : null,
                Boolean.TRUE.equals(state.getOOMKilled()),
                Boolean.TRUE.equals(state.getRestarting()));
    }

    private static ContainerStatus status(ContainerState state) {
        if (Boolean.TRUE.equals(state.getPaused())) {
            return ContainerStatus.PAUSED;
        }
        return Boolean.TRUE.equals(state.getRunning()) ? ContainerStatus.RUNNING : ContainerStatus.STOPPED;
    }

    /** Docker reports the year 1 for "never". */
    private static @Nullable Instant time(@Nullable String text) {
        return text == null || text.startsWith("0001-") ? null : Instant.parse(text);
    }
}
