package dcm.command.admission.container;

import dcm.command.admission.state.Account;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.ContainerState.PendingOrder;
import dcm.command.admission.state.ContainerState.Phase;
import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
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
import dcm.contract.event.ContainerEvent.TerminalOpened;
import dcm.contract.event.Operation;
import dcm.contract.identity.Image;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.ContainerStatus;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Folds events about a container into its owner's state: the container, the image of its commit, the home host, and the
 * stage of its transfer. Deterministic.
 */
public final class ContainerFold {
    private ContainerFold() {}

    /** The state after {@code event}. */
    public static OwnerState evolve(OwnerState state, ContainerEvent event) {
        return switch (event) {
            case ContainerPlaced placed -> place(state, placed);
            case PlacementRefused refused ->
                state.with(state.known(refused.container()).refuse(refused.host(), refused.detail()));
            case CommitOrdered ordered ->
                state.with(state.known(ordered.container()).order(commit(ordered)))
                        .with(ImageState.of(ordered))
                        .with(state.transfers().releasedBy(ordered.intent()));
            case OperationProgressed(var intent, var container, int number, var step, var deadline) ->
                deadline == null ? state : state.with(state.known(container).extend(number, deadline));
            case DiskMeasured measured ->
                state.with(state.known(measured.container()).withDisk(measured.mebibytes()));
            case ContainerRenamed renamed ->
                state.with(state.known(renamed.container()).rename(renamed.name()));
            case TerminalOpened opened -> state;
            case OperationOrdered ordered -> state.with(order(state.known(ordered.container()), ordered));
            case Outcome outcome -> settle(state, outcome);
        };
    }

    private static OwnerState place(OwnerState state, ContainerPlaced placed) {
        PendingOrder create = new PendingOrder(
                placed.number(),
                placed.recreation() == null ? Operation.CREATE : Operation.RECREATE,
                placed.intent(),
                placed.deadline());
        ContainerState container = new ContainerState(
                placed.container(),
                placed.spec(),
                placed.host(),
                placed.partition(),
                Phase.CREATING,
                DesiredStatus.RUNNING,
                placed.number(),
                List.of(create),
                Set.of(),
                state.container(placed.container())
                        .filter(known -> !known.isLost()) // another request
                        .map(ContainerState::refusals)
                        .orElse(List.of()),
                placed.placement(),
                null,
                null,
                isOfOwnImage(state, placed),
                null);
        return state.with(container)
                .with(state.open().on(placed.host(), placed.partition()))
                .with(state.transfers().completedBy(placed.intent()));
    }

    /** Of a lost container, the image may be lost, too. */
    private static boolean isOfOwnImage(OwnerState state, ContainerPlaced placed) {
        Image image = placed.spec().image();
        return state.container(placed.container())
                        .map(ContainerState::hasOwnImage)
                        .orElse(false)
                || state.images().values().stream()
                        .anyMatch(own -> own.name().equals(image.name())
                                && image.digest().equals(own.digest()));
    }

    private static ContainerState order(ContainerState container, OperationOrdered ordered) {
        PendingOrder order = new PendingOrder(
                ordered.number(), ordered.operation().asOperation(), ordered.intent(), ordered.deadline());
        return container.order(
                order,
                switch (ordered.operation()) {
                    case START, RESTART, UNPAUSE -> DesiredStatus.RUNNING;
                    case STOP -> DesiredStatus.STOPPED;
                    case PAUSE -> DesiredStatus.PAUSED;
                    case REMOVE -> DesiredStatus.REMOVED;
                });
    }

    private static PendingOrder commit(CommitOrdered ordered) {
        return new PendingOrder(ordered.number(), Operation.COMMIT, ordered.intent(), ordered.deadline());
    }

    private static OwnerState settle(OwnerState state, Outcome outcome) {
        ContainerState container = state.known(outcome.container());
        boolean late = outcome instanceof OperationFailed failed
                && failed.code() == ErrorCode.DEADLINE_PASSED
                && failed.after() == null;
        ContainerState settled = outcome.number() == null ? container : container.settle(outcome.number(), late);
        SshEndpoint ssh = settled.ssh();
        return switch (outcome) {
            case ContainerCommitted committed ->
                state.with(follow(settled))
                        .with(state.known(committed.image()).complete(committed.digest(), committed.facts()));
            case ContainerRemoved removed -> state.without(removed.container());
            case ContainerStarted started ->
                atHome(state, settled).with(follow(settled.started(started.ssh(), started.startedAt())));
            case ContainerStopped stopped -> state.with(follow(settled.in(Phase.STOPPED, ssh)));
            case ContainerPaused paused -> state.with(follow(settled.in(Phase.PAUSED, ssh)));
            case ContainerUnpaused unpaused -> state.with(follow(settled.in(Phase.RUNNING, ssh)));
            case ContainerLost lost ->
                state.with(follow(settled.in(lost.removedHost() == null ? Phase.LOST : Phase.HOST_REMOVED, ssh)));
            case OperationFailed failed ->
                fail(withoutImage(state, failed), settled, failed)
                        .with(state.transfers().failedBy(failed.intent(), failed.code(), failed.detail()));
        };
    }

    /** Sets the home host to the host of the first started container. */
    private static OwnerState atHome(OwnerState state, ContainerState container) {
        Account account = Objects.requireNonNull(state.account(), "started without an account");
        return account.homeHost() == null ? state.with(account.at(container.host())) : state;
    }

    /** Marks the image of a failed commit for deletion, because parts of it may exist. */
    private static OwnerState withoutImage(OwnerState state, OperationFailed failed) {
        return failed.operation() != Operation.COMMIT
                ? state
                : state.images().values().stream()
                        .filter(image -> image.container().equals(failed.container())
                                && failed.number().equals(image.number()))
                        .findFirst()
                        .map(image -> state.with(image.remove()))
                        .orElse(state);
    }

    private static OwnerState fail(OwnerState state, ContainerState container, OperationFailed failed) {
        ContainerStatus after = failed.after();
        if (after == null) {
            boolean lostAgain = failed.operation() == Operation.RECREATE;
            return state.with(follow(lostAgain ? container.in(Phase.LOST, null) : container));
        }
        SshEndpoint ssh = container.ssh();
        return switch (after) {
            case RUNNING -> state.with(follow(container.in(Phase.RUNNING, ssh)));
            case PAUSED -> state.with(follow(container.in(Phase.PAUSED, ssh)));
            case STOPPED -> state.with(follow(container.in(Phase.STOPPED, ssh)));
            case ABSENT ->
                failed.operation() == Operation.CREATE
                        ? state.without(container.id())
                        : state.with(follow(container.in(Phase.LOST, ssh)));
        };
    }

    /**
     * When no order is pending, the desired state follows the actual one; a removal stays desired until it is
     * confirmed.
     */
    private static ContainerState follow(ContainerState container) {
        return container.pending().isEmpty() && container.wanted() != DesiredStatus.REMOVED
                ? container.wanting(container.phase().settled())
                : container;
    }
}
