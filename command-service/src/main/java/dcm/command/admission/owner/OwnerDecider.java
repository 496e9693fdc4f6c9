package dcm.command.admission.owner;

import dcm.command.admission.DecisionContext;
import dcm.command.admission.owner.OwnerState.Account;
import dcm.command.admission.owner.Transfers.AccountTransfer;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.AccountIntent;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.contract.intent.AccountIntent.RemoveAccount;
import dcm.contract.intent.ContainerIntent;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.intent.ContainerIntent.ExistingContainerIntent;
import dcm.contract.intent.HandOverIntent.HandOverAccount;
import dcm.contract.intent.HandOverIntent.HandOverContainer;
import dcm.contract.intent.HandOverIntent.HandOverImage;
import dcm.contract.intent.HandOverIntent.Step;
import dcm.contract.intent.ImageIntent;
import dcm.contract.intent.ImageIntent.FlattenImage;
import dcm.contract.intent.ImageIntent.PromoteImage;
import dcm.contract.intent.ImageIntent.RemoveImage;
import dcm.contract.intent.OwnerIntent;
import java.util.List;

/** Decides owners' intents. Every intent causes at least one event. */
public final class OwnerDecider {
    private OwnerDecider() {}

    /** The events that answer {@code intent}. */
    public static List<OwnerEvent> decide(OwnerState state, IntentId id, OwnerIntent intent, DecisionContext context) {
        if (intent instanceof OpenAccount open) {
            return AccountDecider.open(state, id, open, context);
        }
        if (intent instanceof Step step) { // regardless of the account's state
            return HandOverDecider.decide(state, id, step, context);
        }
        Account account = state.account();
        if (account == null) {
            return Rejections.noAccount(id, state.owner());
        }
        if (account.snapshot().removal() != null) {
            return intent instanceof RemoveAccount again
                    ? AccountRemoval.decideAgain(state, id, again)
                    : Rejections.removed(id, account.snapshot());
        }
        AccountTransfer incomingAccount = state.transfers().incomingAccount();
        boolean tooEarly = incomingAccount != null
                && (intent instanceof RemoveAccount || intent instanceof CreateContainer && !incomingAccount.entered());
        if (incomingAccount != null && tooEarly) {
            return Rejections.awaitsHomes(id, state.owner(), incomingAccount.with());
        }
        if (state.transfers().offer() != null && intent instanceof RemoveAccount) {
            return Rejections.beingHandedOver(id, "account '" + state.owner() + "'");
        }
        return switch (intent) {
            case Step step -> throw new IllegalStateException("was decided before");
            case HandOverAccount all -> TransferRequestDecider.decide(state, id, all);
            case HandOverImage item -> TransferRequestDecider.decide(state, id, item, context);
            case HandOverContainer item -> OperationDecider.decide(state, id, item);
            case AccountIntent change -> AccountDecider.decide(state, account, id, change, context);
            case ContainerIntent container ->
                account.snapshot().suspended()
                        ? Rejections.suspended(id, account.snapshot())
                        : decide(state, account, id, container, context);
            case ImageIntent image -> {
                boolean isOwnersAction = !(image instanceof PromoteImage); // only administrators promote images
                yield isOwnersAction && account.snapshot().suspended()
                        ? Rejections.suspended(id, account.snapshot())
                        : decide(state, id, image, context);
            }
        };
    }

    /** The events when the account expires. */
    public static List<OwnerEvent> expire(OwnerState state) {
        return AccountDecider.expire(state, state.open().snapshot());
    }

    /** The events that follow from the state alone; called until there are none. */
    public static List<OwnerEvent> next(OwnerState state, DecisionContext context) {
        List<OwnerEvent> transfers = OutgoingTransferDecider.next(state, context);
        return transfers.isEmpty() ? AccountRemoval.next(state, context) : transfers;
    }

    private static List<OwnerEvent> decide(
            OwnerState state, Account account, IntentId id, ContainerIntent intent, DecisionContext context) {
        return switch (intent) {
            case CreateContainer create -> CreateDecider.decide(state, account, id, create, context);
            case ExistingContainerIntent operation -> OperationDecider.decide(state, account, id, operation, context);
        };
    }

    private static List<OwnerEvent> decide(OwnerState state, IntentId id, ImageIntent intent, DecisionContext context) {
        return switch (intent) {
            case RemoveImage remove -> ImageDecider.remove(state, id, remove.image(), context);
            case FlattenImage flatten -> FlattenDecider.decide(state, id, flatten, context);
            case PromoteImage promote -> ImageDecider.promote(state, id, promote, context);
        };
    }
}
