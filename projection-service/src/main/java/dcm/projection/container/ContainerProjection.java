package dcm.projection.container;

import dcm.contract.envelope.Envelope;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.ContainerEvent.CommitOrdered;
import dcm.contract.event.ContainerEvent.ContainerCommitted;
import dcm.contract.event.ContainerEvent.ContainerLost;
import dcm.contract.event.ContainerEvent.ContainerPaused;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.ContainerRenamed;
import dcm.contract.event.ContainerEvent.ContainerStarted;
import dcm.contract.event.ContainerEvent.ContainerStopped;
import dcm.contract.event.ContainerEvent.ContainerUnpaused;
import dcm.contract.event.ContainerEvent.DiskMeasured;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.ContainerEvent.OperationProgressed;
import dcm.contract.event.ContainerEvent.PlacementRefused;
import dcm.contract.event.ContainerEvent.StateChange;
import dcm.contract.event.ContainerEvent.TerminalOpened;
import dcm.contract.event.Operation;
import dcm.contract.event.StateOperation;
import dcm.contract.quota.Resource;
import dcm.contract.quota.ResourceUsage;
import dcm.contract.report.ContainerStatus;
import dcm.contract.view.ContainerViewState;
import dcm.projection.rows.Rows;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds the container view. */
public final class ContainerProjection {
    private ContainerProjection() {}

    /** Projects an event about a container. */
    public static void apply(Envelope envelope, ContainerEvent event, Rows rows) {
        ContainerRow known = rows.find(ContainerRow.class, event.container().value());
        ContainerRow row = next(known, envelope, event);
        if (row == null) {
            rows.delete(Objects.requireNonNull(known));
        } else {
            rows.put(row);
        }
    }

    /** The row after {@code event}: {@code known} with the changes, a new row, or null if the container is gone. */
    static @Nullable ContainerRow next(@Nullable ContainerRow known, Envelope envelope, ContainerEvent event) {
        if (known == null) {
            if (event instanceof ContainerPlaced placed) {
                return newRow(envelope, placed);
            }
            throw new IllegalStateException(envelope.id() + " is about the unknown container " + event.container());
        }
        if (event.endsContainer()) {
            return null;
        }
        if (changesState(event)) {
            known.changedAt = envelope.time();
        }
        change(known, event);
        known.sequence = Objects.requireNonNull(envelope.sequence());
        return known;
    }

    private static ContainerRow newRow(Envelope envelope, ContainerPlaced placed) {
        ContainerRow row = new ContainerRow();
        row.id = placed.container().value();
        row.owner = envelope.aggregate().owner().value();
        row.createdAt = envelope.time();
        row.changedAt = envelope.time();
        row.sequence = Objects.requireNonNull(envelope.sequence());
        row.name = placed.name().value();
        place(row, placed);
        return row;
    }

    private static void place(ContainerRow row, ContainerPlaced placed) {
        row.image = placed.image().name().value();
        row.digest = placed.image().digest().value();
        row.host = placed.host().value();
        row.milliCpus = placed.limits().milliCpus();
        row.memoryMib = placed.limits().memoryMiB();
        row.pids = placed.limits().pids();
        row.diskMib = placed.limits().diskMiB();
        ResourceUsage use = placed.spec().usage(true);
        row.countedMilliCpus = (int) use.amount(Resource.MILLI_CPUS);
        row.countedMemoryMib = (int) use.amount(Resource.MEMORY_MIB);
        row.countedPids = (int) use.amount(Resource.PIDS);
        row.countedPorts = (int) use.amount(Resource.PORTS);
        row.settings = placed.settings();
        row.preset = placed.preset() == null ? null : placed.preset().name().value();
        row.presetVersion = placed.preset() == null ? null : placed.preset().version();
        row.state = ContainerViewState.CREATING;
        row.settled = ContainerViewState.CREATING;
        row.ordered = placed.number();
    }

    /** A recreated container has nothing of the lost one but its specification. */
    private static void forgetLost(ContainerRow row) {
        row.reason = null;
        row.exitCode = null;
        row.outOfMemory = false;
        row.sshAddress = null;
        row.sshPort = null;
        row.hostKey = null;
        row.startedAt = null;
        row.diskUsedMib = null;
    }

    /** Whether the event changes the container's state. Renames, terminals, commits and measurements do not. */
    private static boolean changesState(ContainerEvent event) {
        return switch (event) {
            case ContainerRenamed renamed -> false;
            case TerminalOpened opened -> false;
            case CommitOrdered ordered -> false;
            case OperationProgressed progressed -> false;
            case DiskMeasured measured -> false;
            case ContainerCommitted committed -> false;
            case ContainerPlaced placed -> true;
            case PlacementRefused refused -> true;
            case OperationOrdered ordered -> true;
            case ContainerRemoved removed -> true;
            case StateChange changed -> true;
        };
    }

    private static void change(ContainerRow row, ContainerEvent event) {
        switch (event) {
            case ContainerPlaced placed -> {
                place(row, placed);
                if (placed.recreation() != null) {
                    forgetLost(row);
                }
            }
            case PlacementRefused refused -> row.reason = refused.detail();
            case CommitOrdered ordered -> {} // the container keeps its state
            case OperationProgressed progressed -> {}
            case DiskMeasured measured -> row.diskUsedMib = measured.mebibytes();
            case ContainerCommitted committed -> {}
            case TerminalOpened opened -> {}
            case ContainerRenamed renamed -> row.name = renamed.name().value();
            case OperationOrdered ordered -> {
                row.ordered = ordered.number();
                row.state = doing(ordered.operation());
            }
            case ContainerRemoved removed -> {} // next deletes the row
            case StateChange changed -> settle(row, changed);
        }
    }

    private static void settle(ContainerRow row, StateChange change) {
        row.reason = null;
        boolean isUnderWay = row.state != row.settled;
        switch (change) {
            case ContainerStarted started -> {
                row.settled = ContainerViewState.RUNNING;
                row.sshAddress = started.ssh().address();
                row.sshPort = started.ssh().port().value();
                row.hostKey = started.hostKey() == null ? row.hostKey : started.hostKey();
                row.startedAt = started.startedAt();
                row.exitCode = null;
                row.outOfMemory = false;
            }
            case ContainerStopped stopped -> {
                row.settled = ContainerViewState.STOPPED;
                row.exitCode = stopped.exitCode();
                row.outOfMemory = stopped.outOfMemory();
                row.reason = stopped.outOfMemory() ? "Out of memory." : stopped.reason();
            }
            case ContainerPaused paused -> row.settled = ContainerViewState.PAUSED;
            case ContainerUnpaused unpaused -> row.settled = ContainerViewState.RUNNING;
            case ContainerLost lost -> {
                row.settled = ContainerViewState.LOST;
                row.reason = lost.reason();
            }
            case OperationFailed failed -> {
                boolean lostAgain = failed.operation() == Operation.RECREATE && failed.after() == null;
                row.settled = lostAgain ? ContainerViewState.LOST : settled(failed.after(), row.settled);
                row.reason = failed.detail();
            }
        }
        Integer number = change.number();
        boolean isOfEarlierOrder = number != null && number < row.ordered;
        row.state = isUnderWay && isOfEarlierOrder ? row.state : row.settled;
    }

    private static ContainerViewState settled(@Nullable ContainerStatus after, ContainerViewState before) {
        if (after == null) {
            return before;
        }
        return switch (after) {
            case RUNNING -> ContainerViewState.RUNNING;
            case PAUSED -> ContainerViewState.PAUSED;
            case STOPPED -> ContainerViewState.STOPPED;
            case ABSENT -> ContainerViewState.LOST;
        };
    }

    private static ContainerViewState doing(StateOperation operation) {
        return switch (operation) {
            case START -> ContainerViewState.STARTING;
            case STOP -> ContainerViewState.STOPPING;
            case RESTART -> ContainerViewState.RESTARTING;
            case PAUSE -> ContainerViewState.PAUSING;
            case UNPAUSE -> ContainerViewState.UNPAUSING;
            case REMOVE -> ContainerViewState.REMOVING;
        };
    }
}
