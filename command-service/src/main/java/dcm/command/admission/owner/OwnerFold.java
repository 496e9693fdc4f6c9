package dcm.command.admission.owner;

import dcm.command.admission.account.AccountFold;
import dcm.command.admission.container.ContainerFold;
import dcm.command.admission.handover.HandOverFold;
import dcm.command.admission.image.ImageFold;
import dcm.command.admission.move.HomesMoveFold;
import dcm.command.admission.removal.RemovalFold;
import dcm.command.admission.state.OwnerState;
import dcm.contract.event.AccountEvent;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.HandOverEvent;
import dcm.contract.event.HomesMoveEvent;
import dcm.contract.event.ImageEvent;
import dcm.contract.event.ImageEvent.ImagePromoted;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.OwnerEvent;
import java.time.Instant;

/** Folds an owner's events into the owner's state. Deterministic. */
public final class OwnerFold {
    private OwnerFold() {}

    /**
     * The state after {@code event}.
     *
     * @param time the time of the decision
     */
    public static OwnerState evolve(OwnerState state, OwnerEvent event, Instant time) {
        return switch (event) {
            case IntentRejected rejected -> HomesMoveFold.evolve(state, rejected);
            case AccountEvent account -> HomesMoveFold.evolve(state, account, AccountFold.evolve(state, account, time));
            case ContainerEvent container ->
                AccountFold.withoutUnusedLoginKeys(
                        state,
                        container.container(),
                        HomesMoveFold.evolve(ContainerFold.evolve(state, container), container));
            case ImagePromoted promoted -> RemovalFold.evolve(ImageFold.evolve(state, promoted), promoted);
            case ImageEvent image -> ImageFold.evolve(state, image);
            case HomesMoveEvent move -> HomesMoveFold.evolve(state, move, time);
            case HandOverEvent transfer ->
                AccountFold.withoutUnusedLoginKeys(
                        RemovalFold.evolve(state, HandOverFold.evolve(state, transfer), transfer, time));
        };
    }
}
