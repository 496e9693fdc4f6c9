package dcm.command.admission.owner;

import dcm.command.admission.DecisionContext;
import dcm.command.admission.owner.ContainerState.Phase;
import dcm.command.admission.owner.OwnerState.Account;
import dcm.command.admission.owner.QuotaUsage.QuotaViolation;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.event.ContainerEvent.ContainerRenamed;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.Handle;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.ContainerIntent.ChangeState;
import dcm.contract.intent.ContainerIntent.CommitContainer;
import dcm.contract.intent.ContainerIntent.ExistingContainerIntent;
import dcm.contract.intent.ContainerIntent.PauseContainer;
import dcm.contract.intent.ContainerIntent.RemoveContainer;
import dcm.contract.intent.ContainerIntent.RenameContainer;
import dcm.contract.intent.ContainerIntent.RestartContainer;
import dcm.contract.intent.ContainerIntent.StartContainer;
import dcm.contract.intent.ContainerIntent.StopContainer;
import dcm.contract.intent.ContainerIntent.UnpauseContainer;
import dcm.contract.intent.HandOverIntent.HandOverContainer;
import dcm.contract.preset.Preset;
import dcm.contract.quota.Resource;
import dcm.contract.quota.ResourceUsage;
import dcm.contract.snapshot.HostSnapshot.Cordon;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Decides operations on an existing container. It uses the state after all pending orders, so that a container can be
 * stopped immediately after its creation.
 */
final class OperationDecider {
    private OperationDecider() {}

    static List<OwnerEvent> decide(
            OwnerState state, Account account, IntentId id, ExistingContainerIntent intent, DecisionContext context) {
        return ofOne(state, id, intent.handle(), container -> decide(state, account, container, id, intent, context));
    }

    static List<OwnerEvent> decide(OwnerState state, IntentId id, HandOverContainer item) {
        return ofOne(state, id, item.handle(), container -> TransferRequestDecider.decide(state, container, id, item));
    }

    /** Decides an operation on exactly one container; rejects it if the container is being transferred. */
    private static List<OwnerEvent> ofOne(
            OwnerState state, IntentId id, Handle handle, Function<ContainerState, List<OwnerEvent>> decision) {
        List<ContainerState> fitting = state.indexed().named(handle);
        return switch (fitting.size()) {
            case 0 -> Rejections.unknownContainer(id, handle);
            case 1 -> {
                ContainerState container = fitting.getFirst();
                yield state.transfers().gives(container.id())
                        ? Rejections.beingHandedOver(
                                id, "container '" + container.spec().name() + "'")
                        : decision.apply(container);
            }
            default -> Rejections.ambiguous(id, handle, fitting);
        };
    }

    private static List<OwnerEvent> decide(
            OwnerState state,
            Account account,
            ContainerState container,
            IntentId id,
            ExistingContainerIntent intent,
            DecisionContext context) {
        return switch (intent) {
            case ChangeState change -> change(state, account, container, id, change, context);
            case CommitContainer commit -> ImageDecider.commit(state, container, id, commit, context);
            case RenameContainer rename -> rename(state, container, id, rename.name());
        };
    }

    private static List<OwnerEvent> rename(
            OwnerState state, ContainerState container, IntentId id, ContainerName name) {
        boolean another = !container.spec().name().equals(name);
        return another && state.hasNamed(name)
                ? Rejections.nameTaken(id, name)
                : List.of(new ContainerRenamed(id, container.id(), name));
    }

    private static List<OwnerEvent> change(
            OwnerState state,
            Account account,
            ContainerState container,
            IntentId id,
            ChangeState intent,
            DecisionContext context) {
        Operation operation = operation(intent);
        if (!isAllowed(container, intent)) {
            return Rejections.wrongState(id, container, operation, hint(container, intent));
        }
        Preset preset = container.spec().preset();
        boolean starts = operation == Operation.START || operation == Operation.RESTART;
        if (starts
                && preset != null
                && context.catalog()
                        .grant(account.snapshot(), preset.name(), context.now())
                        .isEmpty()) {
            return Rejections.grantEnded(id, container, preset.name());
        }
        Optional<Cordon> drained = context.cordon(container.host()).filter(cordon -> cordon.isDrained(context.now()));
        if (starts && drained.isPresent()) {
            return Rejections.cordoned(id, container.host(), drained.get());
        }
        if (starts && !container.countsAsRunning()) {
            Optional<QuotaViolation> shortage = QuotaUsage.of(state, context)
                    .shortage(ResourceUsage.of(Resource.RUNNING, 1).plus(QuotaUsage.ANY_HOME));
            if (shortage.isPresent()) {
                return Rejections.quota(id, shortage.get());
            }
        }
        return List.of(new OperationOrdered(
                id,
                container.id(),
                operation,
                container.ordered() + 1,
                operation == Operation.REMOVE ? null : context.deadline()));
    }

    private static boolean isAllowed(ContainerState container, ChangeState intent) {
        boolean lost = container.phase() == Phase.LOST;
        return switch (intent) {
            case StartContainer start -> !lost && container.wanted() == DesiredStatus.STOPPED;
            case StopContainer stop ->
                !lost && Set.of(DesiredStatus.RUNNING, DesiredStatus.PAUSED).contains(container.wanted());
            case RestartContainer restart ->
                !lost && Set.of(DesiredStatus.RUNNING, DesiredStatus.STOPPED).contains(container.wanted());
            case PauseContainer pause -> !lost && container.wanted() == DesiredStatus.RUNNING;
            case UnpauseContainer unpause -> !lost && container.wanted() == DesiredStatus.PAUSED;
            case RemoveContainer remove -> isRemovable(container, remove);
        };
    }

    private static boolean isRemovable(ContainerState container, RemoveContainer remove) {
        return switch (container.wanted()) {
            case RUNNING, PAUSED -> remove.force();
            case STOPPED -> true;
            case REMOVED -> container.pending().stream().noneMatch(order -> order.operation() == Operation.REMOVE);
        };
    }

    private static String hint(ContainerState container, ChangeState intent) {
        if (container.phase() == Phase.LOST) {
            return "Its host no longer has it. You can only remove it from the list.";
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

    private static Operation operation(ChangeState intent) {
        return switch (intent) {
            case StartContainer start -> Operation.START;
            case StopContainer stop -> Operation.STOP;
            case RestartContainer restart -> Operation.RESTART;
            case PauseContainer pause -> Operation.PAUSE;
            case UnpauseContainer unpause -> Operation.UNPAUSE;
            case RemoveContainer remove -> Operation.REMOVE;
        };
    }
}
