package dcm.command.admission.container;

import dcm.command.admission.decision.ContainerRejections;
import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.decision.TransferRejections;
import dcm.command.admission.image.ImageDecider;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.OwnerState;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.ContainerRenamed;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.ContainerEvent.TerminalOpened;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.Handle;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.ContainerIntent.ChangeState;
import dcm.contract.intent.ContainerIntent.CommitContainer;
import dcm.contract.intent.ContainerIntent.ExistingContainerIntent;
import dcm.contract.intent.ContainerIntent.OpenTerminal;
import dcm.contract.intent.ContainerIntent.PauseContainer;
import dcm.contract.intent.ContainerIntent.RecreateContainer;
import dcm.contract.intent.ContainerIntent.RemoveContainer;
import dcm.contract.intent.ContainerIntent.RenameContainer;
import dcm.contract.intent.ContainerIntent.RestartContainer;
import dcm.contract.intent.ContainerIntent.StartContainer;
import dcm.contract.intent.ContainerIntent.StopContainer;
import dcm.contract.intent.ContainerIntent.UnpauseContainer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides operations on an existing container. It uses the state after all pending orders, so that a container can be
 * stopped immediately after its creation.
 */
public final class OperationDecider {
    private OperationDecider() {}

    /** The events that answer {@code intent}. */
    public static List<OwnerEvent> decide(
            OwnerState state, IntentId id, ExistingContainerIntent intent, DecisionContext context) {
        return ofOne(state, id, intent.handle(), container -> decide(state, container, id, intent, context));
    }

    /**
     * Decides about the container that {@code handle} names. Rejects a handle that does not name exactly one container,
     * and a container that is being transferred.
     */
    public static List<OwnerEvent> ofOne(
            OwnerState state, IntentId id, Handle handle, Function<ContainerState, List<OwnerEvent>> decision) {
        List<ContainerState> fitting = state.indexed().named(handle);
        return switch (fitting.size()) {
            case 0 -> ContainerRejections.unknownContainer(id, handle);
            case 1 -> {
                ContainerState container = fitting.getFirst();
                yield state.transfers().gives(container.id())
                        ? TransferRejections.beingHandedOver(
                                id, "container '" + container.spec().name() + "'")
                        : decision.apply(container);
            }
            default -> ContainerRejections.ambiguous(id, handle, fitting);
        };
    }

    private static List<OwnerEvent> decide(
            OwnerState state,
            ContainerState container,
            IntentId id,
            ExistingContainerIntent intent,
            DecisionContext context) {
        return switch (intent) {
            case ChangeState change -> change(state, container, id, change, context);
            case CommitContainer commit -> ImageDecider.commit(state, container, id, commit, context);
            case RenameContainer rename -> rename(state, container, id, rename.name());
            case OpenTerminal open -> terminal(container, id, open.user());
            case RecreateContainer recreate -> RecreateDecider.decide(state, container, id, context);
        };
    }

    private static List<OwnerEvent> terminal(ContainerState container, IntentId id, String user) {
        return container.isLost() || container.wanted() != DesiredStatus.RUNNING
                ? ContainerRejections.noTerminal(id, container)
                : List.of(new TerminalOpened(id, container.id(), user));
    }

    private static List<OwnerEvent> rename(
            OwnerState state, ContainerState container, IntentId id, ContainerName name) {
        boolean another = !container.spec().name().equals(name);
        return another && state.hasNamed(name)
                ? ContainerRejections.nameTaken(id, name)
                : List.of(new ContainerRenamed(id, container.id(), name));
    }

    private static List<OwnerEvent> change(
            OwnerState state, ContainerState container, IntentId id, ChangeState intent, DecisionContext context) {
        StateOperation operation = operation(intent);
        if (!container.operations().contains(operation.asOperation())
                || intent instanceof RemoveContainer remove && !isRemovable(container, remove)) {
            return ContainerRejections.wrongState(id, container, operation.asOperation(), hint(container, intent));
        }
        if (container.hasNoHost()) { // its only operation is a removal, which no host has to confirm
            return List.of(new ContainerRemoved(id, container.id(), null));
        }
        boolean starts = operation == StateOperation.START || operation == StateOperation.RESTART;
        Optional<List<OwnerEvent>> rejection =
                starts ? startRejection(state, container, id, context) : Optional.empty();
        return rejection.orElseGet(() -> List.of(new OperationOrdered(
                id,
                container.id(),
                operation,
                container.ordered() + 1,
                hasDeadline(state, container, id, operation) ? context.deadline() : null)));
    }

    /** A container that was stopped before a move of the homes is stopped again however long its creation takes. */
    private static boolean hasDeadline(
            OwnerState state, ContainerState container, IntentId id, StateOperation operation) {
        return operation != StateOperation.REMOVE && !state.open().homesMoves().isFollowUp(id, container.id());
    }

    private static Optional<List<OwnerEvent>> startRejection(
            OwnerState state, ContainerState container, IntentId id, DecisionContext context) {
        return StartPolicies.presetMustBeGranted(state, container, id, context)
                .or(() -> hostMustNotBeDrained(container, id, context))
                .or(() -> StartPolicies.quotaMustSuffice(state, container, id, context));
    }

    private static Optional<List<OwnerEvent>> hostMustNotBeDrained(
            ContainerState container, IntentId id, DecisionContext context) {
        return context.cordon(container.host())
                .filter(cordon -> cordon.isDrained(context.now()))
                .map(cordon -> ContainerRejections.cordoned(id, container.host(), cordon));
    }

    /** To remove a running or paused container requires force; a removal that failed can be repeated. */
    private static boolean isRemovable(ContainerState container, RemoveContainer remove) {
        return switch (container.wanted()) {
            case RUNNING, PAUSED -> remove.force();
            case STOPPED -> true;
            case REMOVED -> container.pending().stream().noneMatch(order -> order.operation() == Operation.REMOVE);
        };
    }

    private static String hint(ContainerState container, ChangeState intent) {
        if (container.isLost()) {
            return "No host has it. Recreate it, or remove it from the list.";
        }
        return switch (intent) {
            case StartContainer start -> "Only a stopped container can be started. Unpause a paused container.";
            case StopContainer stop -> "Only a running or paused container can be stopped.";
            case RestartContainer restart -> "Only a running or stopped container can be restarted.";
            case PauseContainer pause -> "Only a running container can be paused.";
            case UnpauseContainer unpause -> "Only a paused container can be unpaused.";
            case RemoveContainer remove -> "Stop it first, or remove it with force.";
        };
    }

    private static StateOperation operation(ChangeState intent) {
        return switch (intent) {
            case StartContainer start -> StateOperation.START;
            case StopContainer stop -> StateOperation.STOP;
            case RestartContainer restart -> StateOperation.RESTART;
            case PauseContainer pause -> StateOperation.PAUSE;
            case UnpauseContainer unpause -> StateOperation.UNPAUSE;
            case RemoveContainer remove -> StateOperation.REMOVE;
        };
    }
}
