package dcm.command.admission.account;

import dcm.command.admission.removal.RemovalFold;
import dcm.command.admission.state.Account;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.HomesMoves;
import dcm.command.admission.state.OwnerState;
import dcm.command.admission.state.RemovalProgress;
import dcm.contract.event.AccountEvent;
import dcm.contract.event.AccountEvent.AccountExpired;
import dcm.contract.event.AccountEvent.AccountOpened;
import dcm.contract.event.AccountEvent.AccountRemovalBegun;
import dcm.contract.event.AccountEvent.AccountRemoved;
import dcm.contract.event.AccountEvent.AccountResumed;
import dcm.contract.event.AccountEvent.AccountSuspended;
import dcm.contract.event.AccountEvent.HomesLost;
import dcm.contract.event.AccountEvent.HomesMeasured;
import dcm.contract.event.AccountEvent.ImageRemovalPolicyChanged;
import dcm.contract.event.AccountEvent.KeysChanged;
import dcm.contract.event.AccountEvent.LoginKeysPublished;
import dcm.contract.event.AccountEvent.PasswordReset;
import dcm.contract.event.AccountEvent.PresetGranted;
import dcm.contract.event.AccountEvent.PresetRevoked;
import dcm.contract.event.AccountEvent.ProfileChanged;
import dcm.contract.event.AccountEvent.QuotaSet;
import dcm.contract.event.AccountEvent.RemovalAdvanced;
import dcm.contract.event.AccountEvent.SignInBound;
import dcm.contract.event.AccountEvent.SignInReleased;
import dcm.contract.event.AccountEvent.SignedIn;
import dcm.contract.event.AccountEvent.StorageRemoved;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.preset.Grant;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.AccountSnapshot.SignIn;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Folds events about an account into its owner's state. Deterministic. */
public final class AccountFold {
    private AccountFold() {}

    /**
     * The state after {@code event}.
     *
     * @param time the time of the decision
     */
    public static OwnerState evolve(OwnerState state, AccountEvent event, Instant time) {
        return state.with(after(state, event, time));
    }

    private static Account after(OwnerState state, AccountEvent event, Instant time) {
        return switch (event) {
            case AccountOpened opened ->
                new Account(
                        AccountSnapshot.opened(state.owner(), opened.profile(), opened.keys(), opened.quota(), time),
                        null,
                        Map.of(),
                        null,
                        Map.of(),
                        Set.of(),
                        HomesMoves.NONE);
            case SignInBound bound ->
                changed(state.open(), was -> was.with(new SignIn(bound.issuer(), bound.subject())));
            case SignedIn signedIn -> changed(state.open(), was -> was);
            case SignInReleased released -> changed(state.open(), AccountSnapshot::withoutSignIn);
            case KeysChanged changed ->
                changed(state.open(), was -> ended(was.withKeys(changed.keys()), changed.endSessions(), time));
            case ProfileChanged changed -> changed(state.open(), was -> was.with(changed.profile(), time));
            case AccountRemovalBegun begun -> RemovalFold.begin(state, begun, time);
            case ImageRemovalPolicyChanged changed -> RemovalFold.changed(state, changed.images());
            case RemovalAdvanced advanced -> RemovalFold.advance(state, advanced);
            case StorageRemoved removed -> RemovalFold.confirm(state, removed);
            case HomesMeasured measured ->
                state.open().holding(measured.host(), measured.mebibytes(), Boolean.TRUE.equals(measured.enforced()));
            case HomesLost lost -> state.open().without(lost.host());
            case LoginKeysPublished published -> changed(state.open(), was -> was.with(published.keys()));
            case AccountRemoved removed ->
                changed(state.open(), was -> was.remove(time)).with((RemovalProgress) null);
            case PasswordReset reset -> changed(state.open(), was -> was);
            case QuotaSet set -> changed(state.open(), was -> was.with(set.quota()));
            case AccountExpired expired -> changed(state.open(), was -> was.expire(expired.expiredAt(), time));
            case AccountSuspended suspended ->
                changed(
                        state.open(),
                        was -> ended(was.suspend(suspended.reason(), time), suspended.endSessions(), time));
            case AccountResumed resumed -> changed(state.open(), AccountSnapshot::resume);
            case PresetGranted granted ->
                changed(
                        state.open(),
                        was -> was.with(new Grant(
                                granted.preset(), granted.until(), granted.note(), granted.grantedBy(), time)));
            case PresetRevoked revoked -> changed(state.open(), was -> was.without(revoked.preset()));
        };
    }

    /**
     * The state after an event of a container, without login keys of hosts that have no containers of the account. Most events leave
     * the container where it is.
     */
    public static OwnerState withoutUnusedLoginKeys(OwnerState before, ContainerId container, OwnerState after) {
        Optional<HostName> now = host(after, container);
        return now.isPresent() && now.equals(host(before, container)) ? after : withoutUnusedLoginKeys(after);
    }

    private static Optional<HostName> host(OwnerState state, ContainerId container) {
        return state.container(container).flatMap(known -> known.onHost().findFirst());
    }

    /** The state without login keys of hosts that have no containers of the account: a host is trusted as long as it has some. */
    public static OwnerState withoutUnusedLoginKeys(OwnerState state) {
        Account account = state.account();
        if (account == null || account.snapshot().loginKeys() == null) {
            return state;
        }
        AccountSnapshot used = account.snapshot()
                .withLoginKeysOf(
                        state.all().stream().flatMap(ContainerState::onHost).collect(Collectors.toSet()));
        return used.equals(account.snapshot()) ? state : state.with(account.with(used));
    }

    private static AccountSnapshot ended(AccountSnapshot account, @Nullable Boolean endSessions, Instant time) {
        return Boolean.TRUE.equals(endSessions) ? account.withoutSessions(time) : account;
    }

    private static Account changed(Account account, UnaryOperator<AccountSnapshot> change) {
        return account.with(change.apply(account.snapshot()));
    }
}
