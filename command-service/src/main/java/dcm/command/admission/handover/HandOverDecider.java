package dcm.command.admission.handover;

import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.state.OwnerState;
import dcm.command.admission.state.Transfers;
import dcm.contract.event.AccountEvent.AccountRemovalBegun;
import dcm.contract.event.HandOverEvent.HandOverFailed;
import dcm.contract.event.HandOverEvent.HandOverStepped;
import dcm.contract.event.HandOverEvent.HomesEntered;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.HandOverIntent.CancelHandOver;
import dcm.contract.intent.HandOverIntent.CompleteHandOver;
import dcm.contract.intent.HandOverIntent.ConfirmHandOver;
import dcm.contract.intent.HandOverIntent.EndHandOver;
import dcm.contract.intent.HandOverIntent.EnterHomes;
import dcm.contract.intent.HandOverIntent.ReceiveHandOver;
import dcm.contract.intent.HandOverIntent.ReleaseHandOver;
import dcm.contract.intent.HandOverIntent.ReserveAccount;
import dcm.contract.intent.HandOverIntent.ReserveHandOver;
import dcm.contract.intent.HandOverIntent.TransferStep;
import dcm.contract.transfer.ImageRemovalPolicy;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides the steps that the source owner and the receiver of a transfer request from each other. An image or container
 * stays with the source owner until the receiver has it. A whole account cannot be declined after the receiver has
 * reserved room.
 */
public final class HandOverDecider {
    private HandOverDecider() {}

    /** The events that answer a step: those of the transfer, or only the step if the transfer is over. */
    public static List<OwnerEvent> decide(OwnerState state, IntentId id, TransferStep step, DecisionContext context) {
        return answer(state, id, step, context).orElseGet(() -> List.of(stepped(id, step)));
    }

    private static Optional<List<OwnerEvent>> answer(
            OwnerState state, IntentId id, TransferStep step, DecisionContext context) {
        Transfers transfers = state.transfers();
        return switch (step) {
            case ReserveHandOver reserve -> Optional.of(IncomingTransferDecider.reserve(state, id, reserve, context));
            case ReserveAccount reserve -> Optional.of(IncomingTransferDecider.reserve(state, id, reserve, context));
            case EnterHomes enter ->
                transfers.awaits(enter.handOver())
                        ? Optional.of(List.of(
                                new HomesEntered(id, enter.handOver(), enter.from(), enter.home(), enter.places())))
                        : Optional.empty();
            case ReleaseHandOver release
            when transfers.offers(release.handOver()) -> Optional.of(removal(transfers, id, release));
            case ReleaseHandOver release ->
                transfers
                        .outgoing(release.handOver())
                        .map(outgoing -> OutgoingTransferDecider.release(state, id, outgoing, context));
            case ReceiveHandOver receive ->
                transfers
                        .incoming(receive.handOver())
                        .map(incoming ->
                                IncomingTransferDecider.receive(state, id, incoming, receive.image(), context));
            case ConfirmHandOver confirm ->
                transfers
                        .outgoing(confirm.handOver())
                        .map(outgoing -> OutgoingTransferDecider.confirm(state, id, outgoing));
            case CompleteHandOver complete ->
                transfers
                        .incoming(complete.handOver())
                        .map(incoming -> IncomingTransferDecider.complete(state, id, incoming, context));
            case EndHandOver end
            when transfers.offers(end.handOver()) ->
                Optional.of(List.of(
                        stepped(id, end), new HandOverFailed(end.handOver(), end.code(), end.detail(), end.numbers())));
            case EndHandOver end ->
                transfers
                        .outgoing(end.handOver())
                        .map(outgoing -> OutgoingTransferDecider.with(
                                stepped(id, end),
                                OutgoingTransferDecider.failed(
                                        state, outgoing, end.code(), end.detail(), end.numbers(), context)));
            case CancelHandOver cancel -> Optional.empty();
        };
    }

    /** The receiver has reserved everything; removal of the source owner's account begins. */
    private static List<OwnerEvent> removal(Transfers transfers, IntentId id, ReleaseHandOver release) {
        OwnerName successor =
                Objects.requireNonNull(transfers.offer(), "it is offered").with();
        ImageRemovalPolicy images = new ImageRemovalPolicy(ImageRemovalPolicy.Kind.HAND_OVER, successor);
        return List.of(stepped(id, release), new AccountRemovalBegun(release.handOver(), false, images, successor));
    }

    private static HandOverStepped stepped(IntentId id, TransferStep step) {
        return new HandOverStepped(id, step.handOver());
    }
}
