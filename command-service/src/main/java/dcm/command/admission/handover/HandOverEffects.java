package dcm.command.admission.handover;

import dcm.command.admission.decision.Effect;
import dcm.command.admission.state.OwnerState;
import dcm.command.admission.state.Transfers;
import dcm.command.admission.state.Transfers.OutgoingTransfer;
import dcm.contract.event.HandOverEvent;
import dcm.contract.event.HandOverEvent.AccountOffered;
import dcm.contract.event.HandOverEvent.AccountReserved;
import dcm.contract.event.HandOverEvent.HandOverBegun;
import dcm.contract.event.HandOverEvent.HandOverDeclined;
import dcm.contract.event.HandOverEvent.HandOverFailed;
import dcm.contract.event.HandOverEvent.HandOverReceived;
import dcm.contract.event.HandOverEvent.HandOverReserved;
import dcm.contract.event.HandOverEvent.HandOverSent;
import dcm.contract.event.HandOverEvent.HandOverStepped;
import dcm.contract.event.HandOverEvent.HandedOver;
import dcm.contract.event.HandOverEvent.HomesEntered;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.HandOverIntent;
import dcm.contract.intent.HandOverIntent.CancelHandOver;
import dcm.contract.intent.HandOverIntent.CompleteHandOver;
import dcm.contract.intent.HandOverIntent.ConfirmHandOver;
import dcm.contract.intent.HandOverIntent.EndHandOver;
import dcm.contract.intent.HandOverIntent.ReceiveHandOver;
import dcm.contract.intent.HandOverIntent.ReleaseHandOver;
import dcm.contract.intent.HandOverIntent.ReserveAccount;
import dcm.contract.intent.HandOverIntent.ReserveHandOver;
import java.util.Optional;

/** The follow-up intents that one side of a transfer sends to the other. */
public final class HandOverEffects {
    static final String CONFIRM = "confirm";

    private HandOverEffects() {}

    /** The follow-up intent of {@code event}, which was decided in {@code before}. */
    public static Optional<Effect> of(OwnerState before, HandOverEvent event) {
        IntentId id = event.handOver();
        return switch (event) {
            case HandOverBegun begun ->
                ask(begun.to(), id, "reserve", new ReserveHandOver(id, before.owner(), begun.item()));
            case AccountOffered offered ->
                ask(
                        offered.to(),
                        id,
                        "reserve",
                        new ReserveAccount(id, before.owner(), offered.items(), offered.homeMiB()));
            case AccountReserved reserved -> ask(reserved.from(), id, Transfers.RELEASE, new ReleaseHandOver(id));
            case HomesEntered entered -> Optional.empty();
            case HandOverReserved reserved -> ask(reserved.from(), id, Transfers.RELEASE, new ReleaseHandOver(id));
            case HandOverDeclined declined ->
                ask(
                        declined.from(),
                        id,
                        "end",
                        new EndHandOver(id, declined.code(), declined.detail(), declined.numbers()));
            case HandOverSent sent ->
                before.transfers()
                        .outgoing(id)
                        .flatMap(outgoing -> ask(outgoing.to(), id, "receive", new ReceiveHandOver(id, sent.given())));
            case HandOverReceived received -> ask(received.from(), id, CONFIRM, new ConfirmHandOver(id));
            case HandedOver done ->
                before.transfers()
                        .outgoing(id)
                        .filter(outgoing -> outgoing.container() != null)
                        .map(outgoing -> new Effect.AppendIntent(
                                AggregateId.of(outgoing.to()), CompleteHandOver.id(id), new CompleteHandOver(id)));
            case HandOverFailed failed ->
                before.transfers()
                        .outgoing(id)
                        .map(OutgoingTransfer::to)
                        .flatMap(to -> ask(to, id, "cancel", new CancelHandOver(id)));
            case HandOverStepped stepped -> Optional.empty();
        };
    }

    private static Optional<Effect> ask(OwnerName whom, IntentId handOver, String step, HandOverIntent intent) {
        return Optional.of(new Effect.AppendIntent(AggregateId.of(whom), handOver.following(step), intent));
    }
}
