package dcm.command.admission.container;

import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.ContainerState.Phase;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.event.ContainerEvent.ContainerLost;
import dcm.contract.event.ContainerEvent.ContainerPaused;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.ContainerStarted;
import dcm.contract.event.ContainerEvent.ContainerStopped;
import dcm.contract.event.ContainerEvent.ContainerUnpaused;
import dcm.contract.event.OwnerEvent;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.report.ContainerReport.OrderDone;
import dcm.contract.report.Observation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns the state of a container, as its host sees it, into events. */
final class Observations {
    private Observations() {}

    /** The events for what is new in an observation; {@code number} is the order that led to it, null if none did. */
    static List<OwnerEvent> changes(ContainerState container, @Nullable Integer number, Observation seen) {
        Phase phase = container.phase();
        return switch (seen.status()) {
            case RUNNING -> {
                if (phase == Phase.PAUSED) {
                    yield List.of(new ContainerUnpaused(null, container.id(), number));
                }
                boolean same = phase == Phase.RUNNING
                        && Objects.equals(container.ssh(), seen.ssh())
                        && !wasStartedAgain(container, seen);
                yield same ? List.of() : List.of(started(null, container, number, seen));
            }
            case PAUSED ->
                phase == Phase.PAUSED ? List.of() : List.of(new ContainerPaused(null, container.id(), number));
            case STOPPED ->
                phase == Phase.STOPPED
                        ? List.of()
                        : List.of(stopped(
                                null,
                                container,
                                number,
                                seen,
                                "No stop was requested: the container " + describe(seen) + "."));
            case ABSENT -> {
                if (container.wanted() == DesiredStatus.REMOVED) {
                    List<OwnerEvent> events =
                            UnreportedOrders.endOthers(container, number, "The container was removed first.");
                    events.add(new ContainerRemoved(null, container.id(), number));
                    yield events;
                }
                yield container.isLost()
                        ? List.of()
                        : List.of(new ContainerLost(
                                container.id(),
                                "The host " + container.host() + " no longer has the container, although DCM did not"
                                        + " remove it."));
            }
        };
    }

    /** By the engine, for example after a restart of its machine. */
    private static boolean wasStartedAgain(ContainerState container, Observation seen) {
        return container.startedAt() != null
                && seen.startedAt() != null
                && seen.startedAt().isAfter(container.startedAt());
    }

    /** An outcome that arrives after its order had expired is recorded, and undone. */
    static List<OwnerEvent> lateOrRepeated(ContainerState container, OrderDone done) {
        if (!container.expired().contains(done.number()) || done.number() < container.ordered()) {
            return List.of();
        }
        List<OwnerEvent> events = new ArrayList<>(changes(container, done.number(), done.observation()));
        switch (done.observation().status()) {
            case RUNNING -> {
                if (container.wanted() == DesiredStatus.STOPPED) {
                    events.add(FollowUpOrder.of(container, StateOperation.STOP));
                } else if (container.wanted() == DesiredStatus.PAUSED) {
                    events.add(FollowUpOrder.of(container, StateOperation.PAUSE));
                }
            }
            case PAUSED -> {
                if (container.wanted() == DesiredStatus.RUNNING) {
                    events.add(FollowUpOrder.of(container, StateOperation.UNPAUSE));
                }
            }
            case STOPPED, ABSENT -> {} // a late stop or removal is not undone
        }
        return events;
    }

    static ContainerStarted started(
            @Nullable IntentId intent, ContainerState container, @Nullable Integer number, Observation seen) {
        SshEndpoint ssh = Objects.requireNonNull(seen.ssh(), "a running container without an SSH port");
        Instant startedAt = Objects.requireNonNull(seen.startedAt(), "a running container that never started");
        return new ContainerStarted(intent, container.id(), number, ssh, seen.ports(), seen.hostKey(), startedAt);
    }

    static ContainerStopped stopped(
            @Nullable IntentId intent,
            ContainerState container,
            @Nullable Integer number,
            Observation seen,
            @Nullable String reason) {
        return new ContainerStopped(intent, container.id(), number, seen.exitCode(), seen.outOfMemory(), reason);
    }

    static String describe(Observation seen) {
        return switch (seen.status()) {
            case RUNNING -> "running";
            case PAUSED -> "paused";
            case STOPPED ->
                "stopped" + (seen.exitCode() == null ? "" : " with exit code " + seen.exitCode())
                        + (seen.outOfMemory() ? ", out of memory" : "");
            case ABSENT -> "absent";
        };
    }
}
