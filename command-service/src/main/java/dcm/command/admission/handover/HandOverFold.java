package dcm.command.admission.handover;

import dcm.command.admission.state.Account;
import dcm.command.admission.state.ImageState;
import dcm.command.admission.state.OwnerState;
import dcm.command.admission.state.Transfers;
import dcm.command.admission.state.Transfers.AccountTransfer;
import dcm.command.admission.state.Transfers.IncomingTransfer;
import dcm.command.admission.state.Transfers.OutgoingTransfer;
import dcm.command.admission.state.Transfers.Stage;
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
import dcm.contract.identity.HostPartition;

/** Folds the events of transfers into the state of either owner. Deterministic. */
public final class HandOverFold {
    private HandOverFold() {}

    /** The state after {@code event}. */
    public static OwnerState evolve(OwnerState state, HandOverEvent event) {
        OwnerState after = state.with(after(state.transfers(), event));
        if (event instanceof HandOverReceived received) {
            return after.with(ImageState.of(received));
        }
        return event instanceof HomesEntered entered ? after.with(entered(state.open(), entered)) : after;
    }

    private static Transfers after(Transfers transfers, HandOverEvent event) {
        return switch (event) {
            case HandOverBegun begun ->
                transfers.with(new OutgoingTransfer(
                        begun.handOver(),
                        begun.to(),
                        begun.item(),
                        begun.image(),
                        begun.container(),
                        begun.running(),
                        Stage.ASKING,
                        null,
                        null));
            case HandOverSent sent -> transfers.at(sent.handOver(), Stage.SENT);
            case HandedOver done -> transfers.without(done.handOver());
            case AccountOffered offered ->
                transfers.offering(new AccountTransfer(offered.handOver(), offered.to(), false));
            case AccountReserved reserved ->
                transfers.receiving(new AccountTransfer(reserved.handOver(), reserved.from(), false));
            case HomesEntered entered ->
                transfers.receiving(new AccountTransfer(entered.handOver(), entered.from(), true));
            case HandOverFailed failed -> transfers.without(failed.handOver());
            case HandOverReserved reserved ->
                transfers.with(new IncomingTransfer(reserved.handOver(), reserved.from(), reserved.item(), false));
            case HandOverDeclined declined -> transfers.without(declined.handOver());
            case HandOverReceived received -> received(transfers.without(received.handOver()), received);
            case HandOverStepped stepped -> stepped(transfers, stepped);
        };
    }

    /** The room stays reserved for a container that must still be created from the image. */
    private static Transfers received(Transfers others, HandOverReceived received) {
        return received.item().container() == null
                ? others
                : others.with(new IncomingTransfer(received.handOver(), received.from(), received.item(), true));
    }

    private static Transfers stepped(Transfers transfers, HandOverStepped stepped) {
        if (transfers.outgoing(stepped.handOver()).isEmpty()) {
            return transfers.without(stepped.handOver());
        }
        boolean confirmed = stepped.intent().equals(stepped.handOver().following(HandOverEffects.CONFIRM));
        return confirmed ? transfers.at(stepped.handOver(), Stage.CONFIRMED) : transfers;
    }

    private static Account entered(Account account, HomesEntered entered) {
        Account now = entered.home() == null ? account : account.at(entered.home());
        for (HostPartition place : entered.places()) {
            now = now.on(place.host(), place.partition());
        }
        return now;
    }
}
