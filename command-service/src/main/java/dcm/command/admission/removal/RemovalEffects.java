package dcm.command.admission.removal;

import dcm.command.admission.decision.Effect;
import dcm.command.admission.state.Account;
import dcm.command.admission.state.OwnerState;
import dcm.command.admission.state.RemovalProgress;
import dcm.contract.desired.DesiredState;
import dcm.contract.desired.HomesTransferRequested;
import dcm.contract.desired.OwnerRemovalRequested;
import dcm.contract.event.AccountEvent;
import dcm.contract.event.AccountEvent.AccountRemoved;
import dcm.contract.event.AccountEvent.HomesLost;
import dcm.contract.event.AccountEvent.RemovalAdvanced;
import dcm.contract.event.AccountEvent.StorageRemoved;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.HostPartition;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.RemovalStep;
import dcm.contract.intent.HandOverIntent.CancelHandOver;
import dcm.contract.intent.HandOverIntent.EnterHomes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What an account's removal causes: homes are deleted, or are transferred to the receiving account. */
public final class RemovalEffects {
    private RemovalEffects() {}

    /** The effects of {@code event}, which changed {@code before} to {@code after}. */
    public static List<Effect> of(OwnerState before, AccountEvent event, OwnerState after) {
        if (event instanceof RemovalAdvanced advanced) {
            return advanced(advanced, after);
        }
        if (event instanceof StorageRemoved removed) {
            return withdrawn(removed.host(), before, after.owner());
        }
        if (event instanceof HomesLost lost) {
            return withdrawn(lost.host(), before, after.owner());
        }
        return event instanceof AccountRemoved
                ? transferComplete(before).stream().toList()
                : List.of();
    }

    private static List<Effect> advanced(RemovalAdvanced advanced, OwnerState after) {
        Stream<Effect> storage =
                advanced.hosts().stream().map(place -> new Effect.PublishDesiredState(storage(after, place.host())));
        Optional<Effect> homes = advanced.step() == RemovalStep.IMAGES ? homes(after) : Optional.empty();
        return Stream.concat(storage, homes.stream()).toList();
    }

    /** The host has nothing of the owner any more, or is gone. */
    private static List<Effect> withdrawn(HostName host, OwnerState before, OwnerName owner) {
        return Optional.ofNullable(before.open().removal())
                .filter(removal -> removal.hosts().containsKey(host))
                .<List<Effect>>map(
                        removal -> List.of(new Effect.DeleteDesiredState(host, OwnerRemovalRequested.key(owner, host))))
                .orElse(List.of());
    }

    private static DesiredState storage(OwnerState state, HostName host) {
        OwnerName successor = Optional.ofNullable(state.open().removal())
                .map(RemovalProgress::successor)
                .orElse(null);
        return successor == null
                ? new OwnerRemovalRequested(state.owner(), host)
                : new HomesTransferRequested(state.owner(), host, successor);
    }

    /**
     * In a transfer of a whole account: informs the receiver that the homes are transferred, so that containers can be
     * created.
     */
    private static Optional<Effect> homes(OwnerState state) {
        Account account = state.open();
        RemovalProgress removal = account.removal();
        if (removal == null || removal.successor() == null) {
            return Optional.empty();
        }
        IntentId handOver = removal.intent();
        List<HostPartition> places =
                Objects.requireNonNullElse(account.hosts(), Map.<HostName, Integer>of()).entrySet().stream()
                        .map(place -> new HostPartition(place.getKey(), place.getValue()))
                        .sorted(Comparator.comparing(HostPartition::host))
                        .toList();
        return Optional.of(new Effect.AppendIntent(
                AggregateId.of(removal.successor()),
                handOver.following("homes"),
                new EnterHomes(handOver, state.owner(), account.homeHost(), places)));
    }

    /** In a transfer of a whole account: informs the receiver that the transfer is complete. */
    private static Optional<Effect> transferComplete(OwnerState state) {
        RemovalProgress removal = state.open().removal();
        return removal == null || removal.successor() == null
                ? Optional.empty()
                : Optional.of(new Effect.AppendIntent(
                        AggregateId.of(removal.successor()),
                        removal.intent().following("over"),
                        new CancelHandOver(removal.intent())));
    }
}
