package dcm.auditor.log;

import dcm.auditor.log.RecordedContainer.Phase;
import dcm.contract.desired.DesiredStatus;
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
import dcm.contract.event.ContainerEvent.Outcome;
import dcm.contract.event.ContainerEvent.PlacementRefused;
import dcm.contract.event.ContainerEvent.StateChange;
import dcm.contract.event.ContainerEvent.TerminalOpened;
import dcm.contract.event.Operation;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.quota.Resource;
import dcm.contract.quota.ResourceUsage;
import dcm.contract.report.ContainerStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Folds the events about containers. */
final class ContainerFold {
    private final Map<ContainerId, State> states = new HashMap<>();

    /** The state of one container during the fold. */
    private static final class State {
        private final OwnerName owner;
        private ContainerPlaced placed;
        private ContainerName name;
        private Phase phase = Phase.CREATING;
        private boolean hostRemoved;
        private DesiredStatus wanted = DesiredStatus.RUNNING;
        private int ordered;
        private List<Integer> pending = new ArrayList<>();
        private @Nullable SshEndpoint ssh;
        private List<PublishedPort> ports = List.of();
        private long sequence;

        State(OwnerName owner, ContainerPlaced placed) {
            this.owner = owner;
            this.placed = placed;
            this.name = placed.name();
        }

        RecordedContainer end() {
            return new RecordedContainer(
                    placed.container(),
                    owner,
                    name,
                    placed.spec(),
                    placed.host(),
                    phase,
                    hostRemoved,
                    wanted,
                    ordered,
                    pending,
                    ssh,
                    ports,
                    sequence);
        }
    }

    Map<ContainerId, RecordedContainer> end() {
        Map<ContainerId, RecordedContainer> containers = new HashMap<>();
        states.forEach((id, state) -> containers.put(id, state.end()));
        return containers;
    }

    /** The total usage of an owner's containers. */
    ResourceUsage useOf(OwnerName owner) {
        return states.values().stream()
                .filter(state -> state.owner.equals(owner))
                .map(state -> state.end().use())
                .reduce(ResourceUsage.NONE, ResourceUsage::plus);
    }

    /**
     * Applies an event.
     *
     * @return the additional usage of the owner; empty if admission does not check a quota for such an event
     * @throws IllegalStateException if the event is about an unknown container
     */
    Optional<ResourceUsage> apply(OwnerName owner, ContainerEvent event, long sequence) {
        State state = states.get(event.container());
        if (state == null) {
            return Optional.of(placed(owner, event, sequence));
        }
        state.sequence = sequence;
        if (event.endsContainer()) {
            states.remove(event.container());
            return Optional.empty();
        }
        boolean ran = state.end().use().amount(Resource.RUNNING) > 0;
        change(state, event);
        boolean started = !ran
                && (event instanceof OperationOrdered ordered && ordered.operation() == StateOperation.START
                        || event instanceof ContainerPlaced placed && placed.recreation() != null);
        return started ? Optional.of(ResourceUsage.of(Resource.RUNNING, 1)) : Optional.empty();
    }

    private ResourceUsage placed(OwnerName owner, ContainerEvent event, long sequence) {
        if (!(event instanceof ContainerPlaced placed)) {
            throw new IllegalStateException("there is no container " + event.container());
        }
        State state = new State(owner, placed);
        state.sequence = sequence;
        states.put(placed.container(), state);
        order(state, placed.number());
        return state.end().use();
    }

    private static void change(State state, ContainerEvent event) {
        switch (event) {
            case ContainerPlaced placed -> {
                state.placed = placed;
                state.name = placed.name();
                state.hostRemoved = false;
                state.ports = List.of();
                state.phase = Phase.CREATING;
                state.wanted = DesiredStatus.RUNNING;
                state.pending = new ArrayList<>();
                state.ssh = null;
                order(state, placed.number());
            }
            case PlacementRefused refused -> state.pending = new ArrayList<>();
            case OperationOrdered ordered -> {
                order(state, ordered.number());
                state.wanted = wantedAfter(ordered.operation());
            }
            case CommitOrdered ordered -> order(state, ordered.number());
            case OperationProgressed progressed -> {}
            case DiskMeasured measured -> {}
            case ContainerRenamed renamed -> state.name = renamed.name();
            case TerminalOpened opened -> {}
            case StateChange changed -> settle(state, changed, phaseAfter(state.phase, changed));
            case ContainerCommitted committed -> settle(state, committed, state.phase);
            case ContainerRemoved removed -> {} // the state is removed by the caller
        }
    }

    private static void order(State state, int number) {
        state.ordered = number;
        state.pending.add(number);
    }

    private static DesiredStatus wantedAfter(StateOperation operation) {
        return switch (operation) {
            case START, RESTART, UNPAUSE -> DesiredStatus.RUNNING;
            case STOP -> DesiredStatus.STOPPED;
            case PAUSE -> DesiredStatus.PAUSED;
            case REMOVE -> DesiredStatus.REMOVED;
        };
    }

    private static void settle(State state, Outcome outcome, Phase phase) {
        if (outcome.number() != null) {
            state.pending.removeIf(number -> number.equals(outcome.number()));
        }
        state.phase = phase;
        if (outcome instanceof ContainerStarted started) {
            state.ssh = started.ssh();
            state.ports = started.ports();
        }
        if (outcome instanceof ContainerLost lost && lost.removedHost() != null) {
            state.hostRemoved = true;
            state.ports = List.of();
        }
        if (state.pending.isEmpty() && state.wanted != DesiredStatus.REMOVED) {
            state.wanted = switch (state.phase) {
                case CREATING, RUNNING -> DesiredStatus.RUNNING;
                case PAUSED -> DesiredStatus.PAUSED;
                case STOPPED, LOST -> DesiredStatus.STOPPED;
            };
        }
    }

    private static Phase phaseAfter(Phase before, StateChange change) {
        return switch (change) {
            case ContainerStarted started -> Phase.RUNNING;
            case ContainerUnpaused unpaused -> Phase.RUNNING;
            case ContainerPaused paused -> Phase.PAUSED;
            case ContainerStopped stopped -> Phase.STOPPED;
            case ContainerLost lost -> Phase.LOST;
            case OperationFailed failed ->
                failed.operation() == Operation.RECREATE && failed.after() == null
                        ? Phase.LOST
                        : phaseOf(failed.after(), before);
        };
    }

    private static Phase phaseOf(@Nullable ContainerStatus status, Phase otherwise) {
        if (status == null) {
            return otherwise;
        }
        return switch (status) {
            case RUNNING -> Phase.RUNNING;
            case PAUSED -> Phase.PAUSED;
            case STOPPED -> Phase.STOPPED;
            case ABSENT -> Phase.LOST;
        };
    }
}
