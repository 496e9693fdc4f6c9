package dcm.command.admission.account;

import dcm.command.admission.container.FollowUpOrder;
import dcm.command.admission.decision.AccountRejections;
import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.removal.RemovalDecider;
import dcm.command.admission.state.Account;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.OwnerState;
import dcm.contract.event.AccountEvent;
import dcm.contract.event.AccountEvent.AccountExpired;
import dcm.contract.event.AccountEvent.AccountOpened;
import dcm.contract.event.AccountEvent.AccountResumed;
import dcm.contract.event.AccountEvent.AccountSuspended;
import dcm.contract.event.AccountEvent.HomesMeasured;
import dcm.contract.event.AccountEvent.KeysChanged;
import dcm.contract.event.AccountEvent.LoginKeysPublished;
import dcm.contract.event.AccountEvent.PasswordReset;
import dcm.contract.event.AccountEvent.PresetGranted;
import dcm.contract.event.AccountEvent.PresetRevoked;
import dcm.contract.event.AccountEvent.ProfileChanged;
import dcm.contract.event.AccountEvent.QuotaSet;
import dcm.contract.event.AccountEvent.SignInBound;
import dcm.contract.event.AccountEvent.SignInReleased;
import dcm.contract.event.AccountEvent.SignedIn;
import dcm.contract.event.OwnerEvent;
import dcm.contract.event.StateOperation;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.LoginKeys;
import dcm.contract.identity.PublicKey;
import dcm.contract.intent.AccountIntent;
import dcm.contract.intent.AccountIntent.AddKeys;
import dcm.contract.intent.AccountIntent.BindSignIn;
import dcm.contract.intent.AccountIntent.ChangeProfile;
import dcm.contract.intent.AccountIntent.GrantPreset;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.contract.intent.AccountIntent.RebindSignIn;
import dcm.contract.intent.AccountIntent.RecordSignIn;
import dcm.contract.intent.AccountIntent.ReleaseSignIn;
import dcm.contract.intent.AccountIntent.RemoveAccount;
import dcm.contract.intent.AccountIntent.RemoveKeys;
import dcm.contract.intent.AccountIntent.ReplaceKeys;
import dcm.contract.intent.AccountIntent.ResetPassword;
import dcm.contract.intent.AccountIntent.ResumeAccount;
import dcm.contract.intent.AccountIntent.RevokePreset;
import dcm.contract.intent.AccountIntent.SetQuota;
import dcm.contract.intent.AccountIntent.SuspendAccount;
import dcm.contract.report.AccountReport.HomeSizeReported;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.AccountSnapshot.SignIn;
import dcm.contract.snapshot.AccountSnapshot.Suspension;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides intents about an account, such as its sign-in, keys, grants and suspension. */
public final class AccountDecider {
    private AccountDecider() {}

    /** The events that answer {@code intent}. Only {@link OpenAccount} may be sent to an account that is not open. */
    public static List<OwnerEvent> decide(
            OwnerState state, IntentId id, AccountIntent intent, DecisionContext context) {
        return switch (intent) {
            case OpenAccount open -> open(state, id, open, context);
            case BindSignIn bind -> bind(state.open().snapshot(), id, bind);
            case RebindSignIn rebind -> List.of(new SignInBound(id, rebind.issuer(), rebind.subject()));
            case RecordSignIn signIn -> List.of(new SignedIn(id));
            case ReleaseSignIn release -> List.of(new SignInReleased(id));
            case AddKeys add -> add(state.open().snapshot(), id, add);
            case ReplaceKeys replace ->
                keys(state.open().snapshot(), id, union(List.of(), replace.keys()), replace.endSessions());
            case RemoveKeys remove -> remove(state.open().snapshot(), id, remove);
            case SuspendAccount suspend -> suspend(state, id, suspend);
            case ResumeAccount resume -> resume(state.open().snapshot(), id, context);
            case ChangeProfile change -> change(state.open().snapshot(), id, change, context);
            case RemoveAccount remove -> RemovalDecider.decide(state, id, remove);
            case ResetPassword reset -> List.of(new PasswordReset(id));
            case SetQuota set -> List.of(new QuotaSet(id, set.quota()));
            case GrantPreset grant -> grant(id, grant, context);
            case RevokePreset revoke -> revoke(state.open().snapshot(), id, revoke);
        };
    }

    private static List<OwnerEvent> open(OwnerState state, IntentId id, OpenAccount open, DecisionContext context) {
        return state.account() != null
                ? AccountRejections.accountExists(id, state.owner())
                : groupRejection(id, open.group(), context)
                        .or(() -> keysRejection(id, 0, open.keys()))
                        .orElseGet(() -> List.of(AccountOpened.of(id, open.profile(), open.keys(), open.quota())));
    }

    private static List<OwnerEvent> bind(AccountSnapshot account, IntentId id, BindSignIn bind) {
        SignIn bound = account.signIn();
        return bound == null || bound.equals(new SignIn(bind.issuer(), bind.subject()))
                ? List.of(new SignInBound(id, bind.issuer(), bind.subject()))
                : AccountRejections.signInTaken(id, account.name());
    }

    private static List<OwnerEvent> add(AccountSnapshot account, IntentId id, AddKeys add) {
        return keys(account, id, union(account.keys(), add.keys()), null);
    }

    private static List<OwnerEvent> resume(AccountSnapshot account, IntentId id, DecisionContext context) {
        return account.profile().hasExpired(context.now())
                ? AccountRejections.expired(id, account)
                : List.of(new AccountResumed(id));
    }

    private static List<OwnerEvent> keys(
            AccountSnapshot account, IntentId id, List<PublicKey> all, @Nullable Boolean endSessions) {
        return keysRejection(id, account.keys().size(), all)
                .orElseGet(() -> List.of(new KeysChanged(id, all, endSessions)));
    }

    private static Optional<List<OwnerEvent>> keysRejection(IntentId id, int before, List<PublicKey> all) {
        if (all.size() > AccountSnapshot.MAX_KEYS) {
            return Optional.of(AccountRejections.tooManyKeys(id, before, all.size()));
        }
        int characters = all.stream().mapToInt(key -> key.line().length()).sum();
        return characters > AccountSnapshot.MAX_KEY_CHARACTERS
                ? Optional.of(AccountRejections.keysTooLong(id, characters))
                : Optional.empty();
    }

    /** The union by fingerprint; the later comment of a key is used. */
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
            return AccountRejections.unknownKey(id, account, unknown.get());
        }
        remove.fingerprints().forEach(left::remove);
        return List.of(new KeysChanged(id, List.copyOf(left.values()), remove.endSessions()));
    }

    private static List<OwnerEvent> change(
            AccountSnapshot account, IntentId id, ChangeProfile change, DecisionContext context) {
        return groupRejection(id, change.group(), context)
                .orElseGet(() -> List.of(new ProfileChanged(id, change.appliedTo(account.profile()))));
    }

    private static Optional<List<OwnerEvent>> groupRejection(
            IntentId id, @Nullable GroupName group, DecisionContext context) {
        if (group == null) {
            return Optional.empty();
        }
        if (group.equals(GroupName.EVERYBODY)) {
            return Optional.of(AccountRejections.memberOfEverybody(id));
        }
        return context.catalog().group(group).isPresent()
                ? Optional.empty()
                : Optional.of(AccountRejections.unknownGroup(id, group));
    }

    private static List<OwnerEvent> suspend(OwnerState state, IntentId id, SuspendAccount suspend) {
        Suspension before = state.open().snapshot().suspension();
        // A repeated suspension without a reason keeps the earlier reason.
        String reason = suspend.reason() == null && before != null && before.expiredAt() == null
                ? before.reason()
                : suspend.reason();
        AccountSuspended suspended = new AccountSuspended(id, reason, suspend.endSessions());
        return suspend.stopContainers() ? andStop(suspended, state) : List.of(suspended);
    }

    /** The events when the account expires. Running containers are stopped, because no one is responsible for them. */
    public static List<OwnerEvent> expire(OwnerState state) {
        AccountSnapshot account = state.open().snapshot();
        Instant end = account.expiresAt();
        return end == null || account.isSuspended() ? List.of() : andStop(new AccountExpired(end), state);
    }

    private static List<OwnerEvent> andStop(AccountEvent event, OwnerState state) {
        Stream<OwnerEvent> stops = state.all().stream()
                .filter(ContainerState::willRun)
                .sorted(Comparator.comparing(ContainerState::id))
                .map(container -> FollowUpOrder.of(container, StateOperation.STOP));
        return Stream.concat(Stream.of(event), stops).toList();
    }

    private static List<OwnerEvent> grant(IntentId id, GrantPreset grant, DecisionContext context) {
        return context.preset(grant.preset()).isEmpty()
                ? AccountRejections.unknownPreset(id, grant.preset())
                : List.of(new PresetGranted(id, grant.preset(), grant.until(), grant.note(), grant.grantedBy()));
    }

    private static List<OwnerEvent> revoke(AccountSnapshot account, IntentId id, RevokePreset revoke) {
        boolean granted =
                account.grants().stream().anyMatch(grant -> grant.preset().equals(revoke.preset()));
        return granted
                ? List.of(new PresetRevoked(id, revoke.preset()))
                : AccountRejections.nothingToRevoke(id, account.name(), revoke.preset());
    }

    /** The events when a host publishes the keys of the account's containers there; none if the account has no containers there. */
    public static List<OwnerEvent> loginKeys(OwnerState state, LoginKeys keys) {
        Account account = state.account();
        boolean isNews = account != null
                && !account.snapshot().isRemoved()
                && account.snapshot().loginKeysOfHosts().noneMatch(keys::equals)
                && state.all().stream().flatMap(ContainerState::onHost).anyMatch(host -> host.equals(keys.host()));
        return isNews ? List.of(new LoginKeysPublished(keys)) : List.of();
    }

    /**
     * The events for a measured size of the homes; empty if nothing changed, the account is being removed, the host only has homes that
     * it must delete, or it never was to have any: a hostile host could exhaust anyone's quota. Every host measures shared homes, so
     * their size is recorded for one host only.
     */
    public static List<OwnerEvent> homes(Account account, HomeSizeReported seen, DecisionContext context) {
        boolean isShared = context.policy().sharedStorage();
        HostName host = isShared ? account.measuredHost().orElse(seen.host()) : seen.host();
        boolean enforced = Boolean.TRUE.equals(seen.enforced());
        boolean same = account.homes(host) == seen.mebibytes() && account.isEnforced(host) == enforced;
        if (account.snapshot().removal() != null
                || account.homesMoves().hosts().contains(seen.host())
                || !account.mayBeOn(seen.host())) {
            return List.of();
        }
        Stream<OwnerEvent> before = isShared // measured before the homes were shared
                ? account.measuredHosts()
                        .filter(other -> !other.equals(host))
                        .map(other -> new HomesMeasured(other, 0, false))
                : Stream.of();
        return Stream.concat(
                        same ? Stream.of() : Stream.of(new HomesMeasured(host, seen.mebibytes(), enforced)), before)
                .toList();
    }
}
