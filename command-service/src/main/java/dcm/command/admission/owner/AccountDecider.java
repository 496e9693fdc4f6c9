package dcm.command.admission.owner;

import dcm.command.admission.Context;
import dcm.command.admission.owner.ContainerState.Phase;
import dcm.command.admission.owner.OwnerState.Account;
import dcm.contract.event.AccountEvent.AccountOpened;
import dcm.contract.event.AccountEvent.AccountResumed;
import dcm.contract.event.AccountEvent.AccountSuspended;
import dcm.contract.event.AccountEvent.KeysChanged;
import dcm.contract.event.AccountEvent.PresetGranted;
import dcm.contract.event.AccountEvent.PresetRevoked;
import dcm.contract.event.AccountEvent.SignInBound;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.PublicKey;
import dcm.contract.intent.AccountIntent;
import dcm.contract.intent.AccountIntent.AddKeys;
import dcm.contract.intent.AccountIntent.BindSignIn;
import dcm.contract.intent.AccountIntent.GrantPreset;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.contract.intent.AccountIntent.RemoveKeys;
import dcm.contract.intent.AccountIntent.ReplaceKeys;
import dcm.contract.intent.AccountIntent.ResumeAccount;
import dcm.contract.intent.AccountIntent.RevokePreset;
import dcm.contract.intent.AccountIntent.SuspendAccount;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.AccountSnapshot.SignIn;
import dcm.contract.wanted.WantedState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides what becomes of an account: its sign-in, its keys, its grants, whether it is suspended. */
final class AccountDecider {
    private AccountDecider() {}

    static List<OwnerEvent> open(OwnerState state, IntentId id, OpenAccount open) {
        return state.account() != null
                ? Rejections.accountExists(id, state.owner())
                : List.of(new AccountOpened(id, open.displayName(), open.role(), open.keys()));
    }

    static List<OwnerEvent> decide(
            OwnerState state, Account account, IntentId id, AccountIntent intent, Context context) {
        AccountSnapshot now = account.snapshot();
        return switch (intent) {
            case OpenAccount open -> Rejections.accountExists(id, state.owner());
            case BindSignIn bind -> bind(now, id, bind);
            case AddKeys add -> keys(now, id, union(now.keys(), add.keys()));
            case ReplaceKeys replace -> keys(now, id, union(List.of(), replace.keys()));
            case RemoveKeys remove -> remove(now, id, remove);
            case SuspendAccount suspend -> suspend(state, id, suspend);
            case ResumeAccount resume -> List.of(new AccountResumed(id));
            case GrantPreset grant -> grant(id, grant, context);
            case RevokePreset revoke -> revoke(now, id, revoke);
        };
    }

    private static List<OwnerEvent> bind(AccountSnapshot account, IntentId id, BindSignIn bind) {
        SignIn bound = account.signIn();
        return bound == null || bound.equals(new SignIn(bind.issuer(), bind.subject()))
                ? List.of(new SignInBound(id, bind.issuer(), bind.subject()))
                : Rejections.signInTaken(id, account.name());
    }

    private static List<OwnerEvent> keys(AccountSnapshot account, IntentId id, List<PublicKey> all) {
        return all.size() > AccountSnapshot.MOST_KEYS
                ? Rejections.tooManyKeys(id, account.keys().size(), all.size())
                : List.of(new KeysChanged(id, all));
    }

    /** Each key once; given again, it has its later comment. */
    private static List<PublicKey> union(Collection<PublicKey> some, Collection<PublicKey> more) {
        Map<String, PublicKey> all = new LinkedHashMap<>();
        some.forEach(key -> all.put(key.fingerprint(), key));
        more.forEach(key -> all.put(key.fingerprint(), key));
        return List.copyOf(all.values());
    }

    private static List<OwnerEvent> remove(AccountSnapshot account, IntentId id, RemoveKeys remove) {
        Map<String, PublicKey> left = new LinkedHashMap<>();
        account.keys().forEach(key -> left.put(key.fingerprint(), key));
        Optional<String> unknown = remove.fingerprints().stream()
                .filter(fingerprint -> !left.containsKey(fingerprint))
                .findFirst();
        if (unknown.isPresent()) {
            return Rejections.unknownKey(id, account, unknown.get());
        }
        remove.fingerprints().forEach(left::remove);
        return List.of(new KeysChanged(id, List.copyOf(left.values())));
    }

    private static List<OwnerEvent> suspend(OwnerState state, IntentId id, SuspendAccount suspend) {
        List<OwnerEvent> events = new ArrayList<>();
        events.add(new AccountSuspended(id, suspend.reason()));
        if (suspend.stopContainers()) {
            state.all().stream()
                    .filter(AccountDecider::runs)
                    .sorted(Comparator.comparing(ContainerState::id))
                    .map(container ->
                            new OperationOrdered(null, container.id(), Operation.STOP, container.ordered() + 1, null))
                    .forEach(events::add);
        }
        return events;
    }

    private static boolean runs(ContainerState container) {
        return container.phase() != Phase.LOST
                && (container.wanted() == WantedState.RUNNING || container.wanted() == WantedState.PAUSED);
    }

    private static List<OwnerEvent> grant(IntentId id, GrantPreset grant, Context context) {
        return context.preset(grant.preset()).isEmpty()
                ? Rejections.unknownPreset(id, grant.preset())
                : List.of(new PresetGranted(id, grant.preset(), grant.until(), grant.note(), grant.grantedBy()));
    }

    private static List<OwnerEvent> revoke(AccountSnapshot account, IntentId id, RevokePreset revoke) {
        boolean granted =
                account.grants().stream().anyMatch(grant -> grant.preset().equals(revoke.preset()));
        return granted
                ? List.of(new PresetRevoked(id, revoke.preset()))
                : Rejections.nothingToRevoke(id, account.name(), revoke.preset());
    }
}
