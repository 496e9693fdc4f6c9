package dcm.projection.history;

import dcm.contract.codec.Families;
import dcm.contract.envelope.Envelope;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.ContainerEvent.ContainerLost;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerRenamed;
import dcm.contract.event.ContainerEvent.ContainerStarted;
import dcm.contract.event.ContainerEvent.ContainerStopped;
import dcm.contract.event.ContainerEvent.DiskMeasured;
import dcm.contract.event.ContainerEvent.OperationProgressed;
import dcm.projection.event.EventDetail;
import dcm.projection.rows.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds the history of containers. */
public final class HistoryProjection {
    private HistoryProjection() {}

    /**
     * Projects an event about a container.
     *
     * @param nameBefore the container's name before the event; null if the event places it
     */
    public static void apply(Envelope envelope, ContainerEvent event, @Nullable String nameBefore, Rows rows) {
        if (isMilestone(event)) {
            rows.add(row(envelope, event, name(event, nameBefore)));
        }
    }

    /** Steps of an operation and measurements would hide what happened. */
    private static boolean isMilestone(ContainerEvent event) {
        return !(event instanceof OperationProgressed || event instanceof DiskMeasured);
    }

    private static String name(ContainerEvent event, @Nullable String before) {
        return switch (event) {
            case ContainerPlaced placed -> placed.name().value();
            case ContainerRenamed renamed -> renamed.name().value();
            default -> Objects.requireNonNullElse(before, "");
        };
    }

    static ContainerEventRow row(Envelope envelope, ContainerEvent event, String name) {
        ContainerEventRow row = new ContainerEventRow();
        row.owner = envelope.aggregate().owner().value();
        row.sequence = Objects.requireNonNull(envelope.sequence(), "an event without a sequence");
        row.container = event.container().value();
        row.name = name;
        row.at = envelope.time();
        row.what = Families.EVENTS.nameOf(event);
        row.detail = detail(event);
        row.actor = envelope.actor().value();
        row.intent = event.intent() == null ? null : event.intent().value();
        return row;
    }

    private static @Nullable String detail(ContainerEvent event) {
        if (event instanceof ContainerStarted started) {
            String ssh =
                    "SSH at " + started.ssh().address() + ":" + started.ssh().port();
            return started.intent() == null
                    ? "No start was requested: the host has started it, such as after a restart of the machine. " + ssh
                    : ssh;
        }
        if (event instanceof ContainerStopped stopped) {
            return stop(stopped);
        }
        return event instanceof ContainerLost lost ? lost.reason() : EventDetail.of(event);
    }

    private static @Nullable String stop(ContainerStopped stopped) {
        List<String> parts = new ArrayList<>();
        if (stopped.exitCode() != null) {
            parts.add("exit code " + stopped.exitCode());
        }
        if (stopped.outOfMemory()) {
            parts.add("out of memory");
        }
        if (stopped.reason() != null) {
            parts.add(stopped.reason());
        }
        return parts.isEmpty() ? null : String.join(", ", parts);
    }
}
