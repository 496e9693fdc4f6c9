package dcm.command.admission.move;

import dcm.command.admission.state.Account;
import dcm.command.admission.state.OwnerState;
import dcm.contract.event.HomesMoveEvent;
import dcm.contract.event.HomesMoveEvent.FormerHomesRemoved;
import dcm.contract.event.HomesMoveEvent.HomesCopyBegun;
import dcm.contract.event.HomesMoveEvent.HomesCopyProgressed;
import dcm.contract.event.HomesMoveEvent.HomesMoveBegun;
import dcm.contract.event.HomesMoveEvent.HomesMoveCancelled;
import dcm.contract.event.HomesMoveEvent.HomesMoveFailed;
import dcm.contract.event.HomesMoveEvent.HomesMoved;
import dcm.contract.event.HomesMoveEvent.HomesReceived;
import dcm.contract.transfer.HomesMove;
import dcm.contract.transfer.HomesMove.Step;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** Folds events about moves of homes into the owner's account. Deterministic. */
public final class HomesMoveFold {
    private HomesMoveFold() {}

    /**
     * The state after {@code event}.
     *
     * @param time the time of the decision
     */
    public static OwnerState evolve(OwnerState state, HomesMoveEvent event, Instant time) {
        return state.with(after(state.open(), event, time));
    }

    private static Account after(Account account, HomesMoveEvent event, Instant time) {
        return switch (event) {
            case HomesMoveBegun begun -> begin(account, begun, time);
            case HomesCopyBegun begun -> changed(account, move -> move.at(Step.COPYING));
            case HomesCopyProgressed progressed ->
                changed(account, move -> move.copied(progressed.mebibytes(), progressed.problem(), time));
            case HomesReceived received -> changed(account, move -> move.at(Step.COMPLETING));
            case HomesMoved moved -> moved.from().equals(moved.to()) ? account : moved(account, moved);
            case HomesMoveFailed failed -> account.leaving(failed.to(), List.of());
            case HomesMoveCancelled cancelled -> account;
            case FormerHomesRemoved removed -> account.left(removed.host());
        };
    }

    private static Account begin(Account account, HomesMoveBegun begun, Instant time) {
        HomesMove move = new HomesMove(
                begun.intent(), begun.from(), begun.to().host(), time, Step.STOPPING, begun.mebibytes(), 0, null, null);
        return account.on(begun.to().host(), begun.to().partition()).moving(move, begun.running());
    }

    /** The size counts on the new host at once, and no longer on the old one. */
    private static Account moved(Account account, HomesMoved moved) {
        boolean isEnforced = account.isEnforced(moved.from());
        return account.at(moved.to())
                .holding(moved.to(), account.homes(moved.from()), isEnforced)
                .holding(moved.from(), 0, false)
                .leaving(moved.from(), moved.containers())
                .moved(moved.intent());
    }

    private static Account changed(Account account, UnaryOperator<HomesMove> change) {
        return account.with(account.snapshot()
                .moving(change.apply(account.move()
                        .orElseThrow(() ->
                                new IllegalStateException(account.snapshot().name() + " has no move in progress")))));
    }
}
