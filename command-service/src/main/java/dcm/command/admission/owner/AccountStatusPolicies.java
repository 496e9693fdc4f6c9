package dcm.command.admission.owner;

import dcm.command.admission.decision.AccountRejections;
import dcm.command.admission.decision.HomesRejections;
import dcm.command.admission.decision.TransferRejections;
import dcm.command.admission.state.OwnerState;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.AccountIntent;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.contract.intent.AccountIntent.RemoveAccount;
import dcm.contract.intent.ContainerIntent;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.intent.ContainerIntent.RecreateContainer;
import dcm.contract.intent.ContainerIntent.RemoveContainer;
import dcm.contract.intent.HandOverIntent;
import dcm.contract.intent.HandOverIntent.HandOverAccount;
import dcm.contract.intent.HandOverIntent.HandOverContainer;
import dcm.contract.intent.HandOverIntent.TransferStep;
import dcm.contract.intent.HomesIntent;
import dcm.contract.intent.HomesIntent.MoveHomes;
import dcm.contract.intent.ImageIntent;
import dcm.contract.intent.ImageIntent.PromoteImage;
import dcm.contract.intent.OwnerIntent;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.transfer.HomesMove;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the status of an account forbids, as a list of policies; the first that rejects decides. */
final class AccountStatusPolicies {
    private static final List<Policy> POLICIES = List.of(
            AccountStatusPolicies::mustBeOpen,
            AccountStatusPolicies::mustNotBeRemoved,
            AccountStatusPolicies::mustNotBeMoving,
            AccountStatusPolicies::mustHaveNoFormerHomes,
            AccountStatusPolicies::mustHaveItsHomes,
            AccountStatusPolicies::mustNotBeOffered,
            AccountStatusPolicies::mustNotBeSuspended);

    private AccountStatusPolicies() {}

    /** Refuses an intent; empty if this policy does not apply. */
    private interface Policy {
        Optional<List<OwnerEvent>> rejection(OwnerState state, IntentId id, OwnerIntent intent);
    }

    /** The rejection of an intent; empty if the account's standing permits it. */
    static Optional<List<OwnerEvent>> rejection(OwnerState state, IntentId id, OwnerIntent intent) {
        return isPermittedAlways(state, intent)
                ? Optional.empty()
                : POLICIES.stream()
                        .flatMap(policy -> policy.rejection(state, id, intent).stream())
                        .findFirst();
    }

    /** True if the intent opens the account, is a step of a transfer, or changes a removal in progress. */
    private static boolean isPermittedAlways(OwnerState state, OwnerIntent intent) {
        return switch (intent) {
            case OpenAccount open -> true;
            case TransferStep step -> true;
            case RemoveAccount again ->
                state.account() != null && state.account().snapshot().removal() != null;
            case AccountIntent change -> false;
            case ContainerIntent container -> false;
            case ImageIntent image -> false;
            case HandOverIntent transfer -> false;
            case HomesIntent homes -> false;
        };
    }

    private static Optional<List<OwnerEvent>> mustBeOpen(OwnerState state, IntentId id, OwnerIntent intent) {
        return rejection(state.account() == null, () -> AccountRejections.noAccount(id, state.owner()));
    }

    private static Optional<List<OwnerEvent>> mustNotBeRemoved(OwnerState state, IntentId id, OwnerIntent intent) {
        AccountSnapshot account = state.open().snapshot();
        return rejection(account.removal() != null, () -> AccountRejections.removed(id, account));
    }

    /** Former homes would be transferred instead of deleted. */
    private static Optional<List<OwnerEvent>> mustHaveNoFormerHomes(OwnerState state, IntentId id, OwnerIntent intent) {
        return state.open().homesMoves().hosts().stream()
                .sorted()
                .findFirst()
                .filter(host -> intent instanceof HandOverAccount)
                .map(host -> HomesRejections.stillDeleting(id, state.owner(), host));
    }

    /** While an account receives another whole account, it is not removed, and creates nothing before the homes arrive. */
    private static Optional<List<OwnerEvent>> mustHaveItsHomes(OwnerState state, IntentId id, OwnerIntent intent) {
        return Optional.ofNullable(state.transfers().incomingAccount())
                .filter(incoming -> intent instanceof RemoveAccount
                        || (intent instanceof CreateContainer || intent instanceof RecreateContainer)
                                && !incoming.entered())
                .map(incoming -> TransferRejections.awaitsHomes(id, state.owner(), incoming.with()));
    }

    /** While the homes are moved, containers can only be removed, and the account stays as it is. */
    private static Optional<List<OwnerEvent>> mustNotBeMoving(OwnerState state, IntentId id, OwnerIntent intent) {
        boolean isForbidden = intent instanceof ContainerIntent && !(intent instanceof RemoveContainer)
                || intent instanceof RemoveAccount
                || intent instanceof HandOverAccount
                || intent instanceof HandOverContainer
                || intent instanceof MoveHomes;
        return state.open()
                .move()
                .filter(move -> isForbidden && !isSame(move, intent))
                .map(move -> HomesRejections.moving(id, state.owner(), move));
    }

    /** A request for the move that is in progress changes nothing. */
    private static boolean isSame(HomesMove move, OwnerIntent intent) {
        return intent instanceof MoveHomes again && again.to().equals(move.to());
    }

    private static Optional<List<OwnerEvent>> mustNotBeOffered(OwnerState state, IntentId id, OwnerIntent intent) {
        return rejection(
                state.transfers().offer() != null && intent instanceof RemoveAccount,
                () -> TransferRejections.beingHandedOver(id, "account '" + state.owner() + "'"));
    }

    /** Administrators may still change a suspended account, move and transfer what it has, and promote its images. */
    private static Optional<List<OwnerEvent>> mustNotBeSuspended(OwnerState state, IntentId id, OwnerIntent intent) {
        boolean isOwnersAction =
                intent instanceof ContainerIntent || intent instanceof ImageIntent && !(intent instanceof PromoteImage);
        AccountSnapshot account = state.open().snapshot();
        return rejection(isOwnersAction && account.isSuspended(), () -> AccountRejections.suspended(id, account));
    }

    private static Optional<List<OwnerEvent>> rejection(boolean isRefused, Supplier<List<OwnerEvent>> rejection) {
        return isRefused ? Optional.of(rejection.get()) : Optional.empty();
    }
}
