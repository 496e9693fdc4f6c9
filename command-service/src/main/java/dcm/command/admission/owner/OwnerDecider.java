package dcm.command.admission.owner;

import dcm.command.admission.account.AccountDecider;
import dcm.command.admission.container.CreateDecider;
import dcm.command.admission.container.OperationDecider;
import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.handover.HandOverDecider;
import dcm.command.admission.handover.OutgoingTransferDecider;
import dcm.command.admission.handover.TransferRequestDecider;
import dcm.command.admission.image.FlattenDecider;
import dcm.command.admission.image.ImageDecider;
import dcm.command.admission.image.ImportDecider;
import dcm.command.admission.move.HomesMoveDecider;
import dcm.command.admission.removal.RemovalDecider;
import dcm.command.admission.state.OwnerState;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.AccountIntent;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.intent.ContainerIntent.ExistingContainerIntent;
import dcm.contract.intent.HandOverIntent.HandOverAccount;
import dcm.contract.intent.HandOverIntent.HandOverContainer;
import dcm.contract.intent.HandOverIntent.HandOverImage;
import dcm.contract.intent.HandOverIntent.TransferStep;
import dcm.contract.intent.HomesIntent;
import dcm.contract.intent.ImageIntent.FlattenImage;
import dcm.contract.intent.ImageIntent.ImportImage;
import dcm.contract.intent.ImageIntent.PromoteImage;
import dcm.contract.intent.ImageIntent.RemoveImage;
import dcm.contract.intent.OwnerIntent;
import java.util.List;

/** Decides owners' intents. Every intent causes at least one event. */
public final class OwnerDecider {
    private OwnerDecider() {}

    /** The events that answer {@code intent}. */
    public static List<OwnerEvent> decide(OwnerState state, IntentId id, OwnerIntent intent, DecisionContext context) {
        return AccountStatusPolicies.rejection(state, id, intent)
                .orElseGet(() -> permitted(state, id, intent, context));
    }

    private static List<OwnerEvent> permitted(
            OwnerState state, IntentId id, OwnerIntent intent, DecisionContext context) {
        return switch (intent) {
            case AccountIntent change -> AccountDecider.decide(state, id, change, context);
            case HandOverAccount all -> TransferRequestDecider.decide(state, id, all);
            case HandOverImage item -> TransferRequestDecider.decide(state, id, item, context);
            case HandOverContainer item -> TransferRequestDecider.decide(state, id, item);
            case TransferStep step -> HandOverDecider.decide(state, id, step, context);
            case HomesIntent homes -> HomesMoveDecider.decide(state, id, homes, context);
            case CreateContainer create -> CreateDecider.decide(state, id, create, context);
            case ExistingContainerIntent operation -> OperationDecider.decide(state, id, operation, context);
            case RemoveImage remove -> ImageDecider.remove(state, id, remove.image(), context);
            case FlattenImage flatten -> FlattenDecider.decide(state, id, flatten, context);
            case ImportImage asked -> ImportDecider.decide(state, id, asked, context);
            case PromoteImage promote -> ImageDecider.promote(state, id, promote, context);
        };
    }

    /** The events when the account expires. */
    public static List<OwnerEvent> expire(OwnerState state) {
        return AccountDecider.expire(state);
    }

    /** The events that follow from the state alone; called until there are none. */
    public static List<OwnerEvent> next(OwnerState state, DecisionContext context) {
        List<OwnerEvent> transfers = OutgoingTransferDecider.next(state, context);
        if (!transfers.isEmpty()) {
            return transfers;
        }
        List<OwnerEvent> move = HomesMoveDecider.next(state, context);
        return move.isEmpty() ? RemovalDecider.next(state, context) : move;
    }
}
