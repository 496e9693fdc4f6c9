package dcm.command.admission.move;

import dcm.command.admission.state.Account;
import dcm.command.admission.state.HomesMoves;
import dcm.command.admission.state.OwnerState;
import dcm.contract.event.AccountEvent;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.HomesMoveEvent;
import dcm.contract.event.HomesMoveEvent.FormerHomesRemoved;
import dcm.contract.event.HomesMoveEvent.HomesCopyBegun;
import dcm.contract.event.HomesMoveEvent.HomesCopyProgressed;
import dcm.contract.event.HomesMoveEvent.HomesMoveBegun;
import dcm.contract.event.HomesMoveEvent.HomesMoveCancelled;
import dcm.contract.event.HomesMoveEvent.HomesMoveFailed;
import dcm.contract.event.HomesMoveEvent.HomesMoveRequestedAgain;
import dcm.contract.event.HomesMoveEvent.HomesMoved;
import dcm.contract.event.HomesMoveEvent.HomesReadFailed;
import dcm.contract.event.HomesMoveEvent.HomesReceived;
import dcm.contract.event.IntentRejected;
import dcm.contract.problem.ErrorCode;
import dcm.contract.transfer.HomesMove;
import dcm.contract.transfer.HomesMove.Step;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Folds events about moves of homes into the owner's account. Deterministic. */
public final class HomesMoveFold {
    private HomesMoveFold() {}

    /**
     * The state after {@code event}.
     *
     * @param time the time of the decision
     */
    public static OwnerState evolve(OwnerState state, HomesMoveEvent event, Instant time) {
        return state.with(after(state, event, time));
    }

    /**
     * The state after an event of the account that may have ended its suspension: containers that were not created again after a move
     * are created now.
     */
    public static OwnerState evolve(OwnerState before, AccountEvent event, OwnerState after) {
        return HomesMoveEffects.endsSuspension(before, event, after)
                ? after.with(after.open()
                        .recreating(
                                Objects.requireNonNull(event.intent()),
                                after.open().homesMoves().toRecreate()))
                : after;
    }

    /** The state after an event of a container that a move may have lost. */
    public static OwnerState evolve(OwnerState after, ContainerEvent event) {
        boolean isOver = event instanceof ContainerPlaced || event instanceof ContainerRemoved;
        return isOver && after.account() != null ? after.with(after.account().recreated(event.container())) : after;
    }

    /**
     * The state after a rejection. A container that cannot be created again after a move stays lost, unless only a suspension or
     * another move prevents it: the end of that tries again.
     */
    public static OwnerState evolve(OwnerState state, IntentRejected rejected) {
        if (state.account() == null
                || rejected.code() == ErrorCode.ACCOUNT_SUSPENDED
                || rejected.code() == ErrorCode.HOMES_MOVING) {
            return state;
        }
        Account account = state.account();
        HomesMoves moves = account.homesMoves();
        return moves.toRecreate().stream()
                .filter(container -> rejected.intent().equals(moves.recreation(container)))
                .findFirst()
                .map(container -> state.with(account.recreated(container)))
                .orElse(state);
    }

    private static Account after(OwnerState state, HomesMoveEvent event, Instant time) {
        Account account = state.open();
        return switch (event) {
            case HomesMoveBegun begun -> begin(account, begun, time);
            case HomesCopyBegun begun -> changed(account, move -> move.at(Step.COPYING));
            case HomesCopyProgressed progressed ->
                changed(account, move -> move.copied(progressed.mebibytes(), problem(account, progressed), time));
            case HomesReadFailed failed -> changed(account.unread(time), move -> move.failed(failed.problem()));
            case HomesReceived received -> changed(account, move -> move.at(Step.COMPLETING));
            case HomesMoved moved -> moved.from().equals(moved.to()) ? account : moved(state, moved);
            case HomesMoveFailed failed -> failed(account, failed);
            case HomesMoveCancelled cancelled -> account;
            case HomesMoveRequestedAgain again -> account;
            case FormerHomesRemoved removed -> account.left(removed.host());
        };
    }

    private static Account begin(Account account, HomesMoveBegun begun, Instant time) {
        HomesMove move = new HomesMove(
                begun.intent(), begun.from(), begun.to().host(), time, Step.STOPPING, begun.mebibytes(), 0, null, null);
        return account.on(begun.to().host(), begun.to().partition()).moving(move, begun.running());
    }

    /** The size counts on the new host at once, and no longer on the old one. */
    private static Account moved(OwnerState state, HomesMoved moved) {
        Account account = state.open();
        boolean isEnforced = account.isEnforced(moved.from());
        return account.at(moved.to())
                .holding(moved.to(), account.homes(moved.from()), isEnforced)
                .holding(moved.from(), 0, false)
                .leaving(moved.from(), moved.containers())
                .recreating(moved.intent(), HomesMoveEffects.waiting(state, moved));
    }

    /** Intents that would create containers again were rejected during the move. */
    private static Account failed(Account account, HomesMoveFailed failed) {
        Account after = account.leaving(failed.to(), List.of());
        return after.snapshot().isSuspended()
                ? after
                : after.recreating(failed.intent(), after.homesMoves().toRecreate());
    }

    /** If the old host cannot read the homes, the new one knows only that the archive ended early. */
    private static @Nullable String problem(Account account, HomesCopyProgressed progressed) {
        String known = account.move().map(HomesMove::problem).orElse(null);
        return progressed.problem() != null
                        && known != null
                        && account.homesMoves().readFailures() != null
                ? known
                : progressed.problem();
    }

    private static Account changed(Account account, UnaryOperator<HomesMove> change) {
        return account.with(account.snapshot()
                .moving(change.apply(account.move()
                        .orElseThrow(() ->
                                new IllegalStateException(account.snapshot().name() + " has no move in progress")))));
    }
}
