package dcm.command.admission.owner;

import static dcm.command.admission.owner.OutgoingTransferDecider.with;

import dcm.command.admission.DecisionContext;
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
import dcm.contract.intent.HandOverIntent.Step;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides the steps that the sender and the receiver of a transfer ask of each other. The sender keeps everything until the receiver has it.
 * If either side declines or a host fails, nothing changes for the sender.
 */
final class HandOverDecider {
    private HandOverDecider() {}

    static List<OwnerEvent> decide(OwnerState state, IntentId id, Step step, DecisionContext context) {
        Transfers transfers = state.transfers();
        return switch (step) {
            case ReserveHandOver reserve -> IncomingTransferDecider.reserve(state, id, reserve, context);
            case ReserveAccount reserve -> IncomingTransferDecider.reserve(state, id, reserve, context);
            case EnterHomes enter ->
                transfers.awaits(enter.handOver())
                        ? List.of(new HomesEntered(id, enter.handOver(), enter.from(), enter.home(), enter.places()))
                        : stepped(id, enter);
            case ReleaseHandOver release when transfers.offers(release.handOver()) -> removal(state, id, release);
            case ReleaseHandOver release ->
                proceed(
                        transfers.outgoing(release.handOver()),
                        id,
                        release,
                        outgoing -> OutgoingTransferDecider.release(state, id, outgoing, context));
            case EndHandOver end
            when transfers.offers(end.handOver()) ->
                List.of(
                        new HandOverStepped(id, end.handOver()),
                        new HandOverFailed(end.handOver(), end.code(), end.detail(), end.numbers()));
            case ReceiveHandOver receive ->
                proceed(
                        transfers.incoming(receive.handOver()),
                        id,
                        receive,
                        incoming -> IncomingTransferDecider.receive(state, id, incoming, receive.image(), context));
            case ConfirmHandOver confirm ->
                proceed(
                        transfers.outgoing(confirm.handOver()),
                        id,
                        confirm,
                        outgoing -> OutgoingTransferDecider.confirm(state, id, outgoing));
            case CompleteHandOver complete ->
                proceed(
                        transfers.incoming(complete.handOver()),
                        id,
                        complete,
                        incoming -> IncomingTransferDecider.complete(state, id, incoming, context));
            case EndHandOver end ->
                proceed(
                        transfers.outgoing(end.handOver()),
                        id,
                        end,
                        outgoing -> with(
                                new HandOverStepped(id, end.handOver()),
                                OutgoingTransferDecider.failed(
                                        state, outgoing, end.code(), end.detail(), end.numbers(), context)));
            case CancelHandOver cancel -> stepped(id, cancel);
        };
    }

    /** Continues a transfer, or only records the step if the transfer is over. */
    private static <T> List<OwnerEvent> proceed(
            Optional<T> transfer, IntentId id, Step step, Function<T, List<OwnerEvent>> decision) {
        return transfer.map(decision).orElseGet(() -> stepped(id, step));
    }

    /** The receiver has reserved everything; removal of the giver's account begins. */
    private static List<OwnerEvent> removal(OwnerState state, IntentId id, ReleaseHandOver release) {
        OwnerName successor = Objects.requireNonNull(state.transfers().offer(), "it is offered")
                .with();
        return with(
                new HandOverStepped(id, release.handOver()), AccountRemoval.handOver(release.handOver(), successor));
    }

    private static List<OwnerEvent> stepped(IntentId id, Step step) {
        return List.of(new HandOverStepped(id, step.handOver()));
    }
}
