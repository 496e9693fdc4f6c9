package dcm.command.admission.owner;

import dcm.command.admission.owner.ContainerState.PendingOrder;
import dcm.command.admission.owner.ContainerState.Phase;
import dcm.command.admission.owner.OwnerState.Account;
import dcm.command.admission.owner.OwnerState.RemovalProgress;
import dcm.contract.desired.DesiredStatus;
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
import dcm.contract.event.AccountEvent.PasswordReset;
import dcm.contract.event.AccountEvent.PresetGranted;
import dcm.contract.event.AccountEvent.PresetRevoked;
import dcm.contract.event.AccountEvent.ProfileChanged;
import dcm.contract.event.AccountEvent.QuotaSet;
import dcm.contract.event.AccountEvent.RemovalAdvanced;
import dcm.contract.event.AccountEvent.SignInBound;
import dcm.contract.event.AccountEvent.StorageRemoved;
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
import dcm.contract.event.HandOverEvent;
import dcm.contract.event.HandOverEvent.HandOverReceived;
import dcm.contract.event.HandOverEvent.HomesEntered;
import dcm.contract.event.ImageEvent.FlattenFailed;
import dcm.contract.event.ImageEvent.FlattenOrdered;
import dcm.contract.event.ImageEvent.FlattenProgressed;
import dcm.contract.event.ImageEvent.ImageDeleted;
import dcm.contract.event.ImageEvent.ImageFlattened;
import dcm.contract.event.ImageEvent.ImagePromoted;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.HostPartition;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.preset.Grant;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.ContainerStatus;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.AccountSnapshot.SignIn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Folds an owner's events into the owner's state. Deterministic. */
public final class OwnerEvolution {
    private OwnerEvolution() {}

    /**
     * The state after {@code event}.
     *
     * @param time the time of the decision
     */
    public static OwnerState evolve(OwnerState state, OwnerEvent event, Instant time) {
        return switch (event) {
            case IntentRejected rejected -> state;
            case AccountEvent account -> state.with(evolve(state.account(), account, state, time));
            case ContainerPlaced placed -> place(state, placed);
            case PlacementRefused refused ->
                state.with(state.known(refused.container()).refusedBy(refused.host()));
            case CommitOrdered ordered ->
                state.with(state.known(ordered.container()).ordered(commit(ordered)))
                        .with(ImageState.of(ordered))
                        .with(state.transfers().releasedBy(ordered.intent()));
            case OperationProgressed(var intent, var container, int number, var step, var deadline) ->
                deadline == null ? state : state.with(state.known(container).extended(number, deadline));
            case DiskMeasured measured ->
                state.with(state.known(measured.container()).withDisk(measured.mebibytes()));
            case FlattenOrdered ordered -> state.with(ImageState.of(ordered));
            case FlattenProgressed progressed -> state;
            case ImageFlattened flattened ->
                state.with(state.known(flattened.image()).ready(flattened.digest(), flattened.facts()));
            case FlattenFailed failed -> state.with(state.known(failed.image()).removed());
            case ImagePromoted promoted -> ImageDisposition.promoted(state, promoted);
            case ImageRemoved removed -> state.with(state.known(removed.image()).removed());
            case ImageDeleted deleted -> state.without(deleted.image());
            case ContainerRenamed renamed ->
                state.with(state.known(renamed.container()).named(renamed.name()));
            case OperationOrdered ordered -> state.with(order(state.known(ordered.container()), ordered));
            case Outcome outcome -> settle(state, outcome);
            case HandOverReceived received ->
                state.with(ImageState.of(received)).with(state.transfers().evolve(received));
            case HomesEntered entered ->
                state.with(entered(state.open(), entered))
                        .with(state.transfers().evolve(entered));
            case HandOverEvent transfer -> ImageDisposition.evolve(state, transfer, time);
        };
    }

    private static Account evolve(@Nullable Account account, AccountEvent event, OwnerState state, Instant time) {
        return switch (event) {
            case AccountOpened opened ->
                new Account(
                        AccountSnapshot.opened(state.owner(), opened.profile(), opened.keys(), opened.quota(), time),
                        null,
                        Map.of(),
                        null,
                        Map.of(),
                        Set.of());
            case SignInBound bound -> changed(account, was -> was.with(new SignIn(bound.issuer(), bound.subject())));
            case KeysChanged changed ->
                changed(account, was -> ended(was.withKeys(changed.keys()), changed.endSessions(), time));
            case ProfileChanged changed -> changed(account, was -> was.with(changed.profile(), time));
            case AccountRemovalBegun begun -> AccountRemoval.begin(state, begun, time);
            case ImageRemovalPolicyChanged changed -> AccountRemoval.changed(state, changed.images());
            case RemovalAdvanced advanced -> AccountRemoval.advance(state, advanced);
            case StorageRemoved removed -> AccountRemoval.confirm(state, removed);
            case HomesMeasured measured ->
                state.open().holding(measured.host(), measured.mebibytes(), Boolean.TRUE.equals(measured.enforced()));
            case HomesLost lost -> state.open().without(lost.host());
            case AccountRemoved removed ->
                changed(account, was -> was.removed(time)).with((RemovalProgress) null);
            case PasswordReset reset -> changed(account, was -> was);
            case QuotaSet set -> changed(account, was -> was.with(set.quota()));
            case AccountExpired expired -> changed(account, was -> was.expired(expired.expiredAt(), time));
            case AccountSuspended suspended ->
                changed(account, was -> ended(was.suspended(suspended.reason(), time), suspended.endSessions(), time));
            case AccountResumed resumed -> changed(account, AccountSnapshot::resumed);
            case PresetGranted granted ->
                changed(
                        account,
                        was -> was.with(new Grant(
                                granted.preset(), granted.until(), granted.note(), granted.grantedBy(), time)));
            case PresetRevoked revoked -> changed(account, was -> was.without(revoked.preset()));
        };
    }

    private static AccountSnapshot ended(AccountSnapshot account, @Nullable Boolean endSessions, Instant time) {
        return Boolean.TRUE.equals(endSessions) ? account.withoutSessions(time) : account;
    }

    private static Account changed(@Nullable Account account, UnaryOperator<AccountSnapshot> change) {
        Account open = Objects.requireNonNull(account, "changed before it was opened");
        return open.with(change.apply(open.snapshot()));
    }

    private static OwnerState place(OwnerState state, ContainerPlaced placed) {
        PendingOrder create = new PendingOrder(placed.number(), Operation.CREATE, placed.intent(), placed.deadline());
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
                        .map(ContainerState::refusedBy)
                        .orElse(Set.of()),
                null,
                null);
        return state.with(container)
                .with(state.open().on(placed.host(), placed.partition()))
                .with(state.transfers().completedBy(placed.intent()));
    }

    private static Account entered(Account account, HomesEntered entered) {
        Account now = entered.home() == null ? account : account.at(entered.home());
        for (HostPartition place : entered.places()) {
            now = now.on(place.host(), place.partition());
        }
        return now;
    }

    /** Sets the home host to the host of the first started container. */
    private static OwnerState atHome(OwnerState state, ContainerState container) {
        Account account = Objects.requireNonNull(state.account(), "started without an account");
        return account.homeHost() == null ? state.with(account.at(container.host())) : state;
    }

    private static ContainerState order(ContainerState container, OperationOrdered ordered) {
        PendingOrder order =
                new PendingOrder(ordered.number(), ordered.operation(), ordered.intent(), ordered.deadline());
        return container.ordered(
                order,
                switch (ordered.operation()) {
                    case CREATE, START, RESTART, UNPAUSE -> DesiredStatus.RUNNING;
                    case STOP -> DesiredStatus.STOPPED;
                    case PAUSE -> DesiredStatus.PAUSED;
                    case REMOVE -> DesiredStatus.REMOVED;
                    case COMMIT -> throw new IllegalStateException("commits are ordered by an event of their own");
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
        ContainerState settled = outcome.number() == null ? container : container.settled(outcome.number(), late);
        SshEndpoint ssh = settled.ssh();
        return switch (outcome) {
            case ContainerCommitted committed ->
                state.with(follow(settled))
                        .with(state.known(committed.image()).ready(committed.digest(), committed.facts()));
            case ContainerRemoved removed -> state.without(removed.container());
            case ContainerStarted started ->
                atHome(state, settled).with(follow(settled.in(Phase.RUNNING, started.ssh())));
            case ContainerStopped stopped -> state.with(follow(settled.in(Phase.STOPPED, ssh)));
            case ContainerPaused paused -> state.with(follow(settled.in(Phase.PAUSED, ssh)));
            case ContainerUnpaused unpaused -> state.with(follow(settled.in(Phase.RUNNING, ssh)));
            case ContainerLost lost -> state.with(follow(settled.in(Phase.LOST, ssh)));
            case OperationFailed failed ->
                fail(withoutImage(state, failed), settled, failed)
                        .with(state.transfers().failedBy(failed.intent(), failed.code(), failed.detail()));
        };
    }

    /** Marks the image of a failed commit for deletion, because parts of it may exist. */
    private static OwnerState withoutImage(OwnerState state, OperationFailed failed) {
        return failed.operation() != Operation.COMMIT
                ? state
                : state.images().values().stream()
                        .filter(image -> image.container().equals(failed.container())
                                && failed.number().equals(image.number()))
                        .findFirst()
                        .map(image -> state.with(image.removed()))
                        .orElse(state);
    }

    private static OwnerState fail(OwnerState state, ContainerState container, OperationFailed failed) {
        ContainerStatus after = failed.after();
        if (after == null) {
            return state.with(follow(container));
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
