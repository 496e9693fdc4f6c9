package dcm.command.admission.owner;

import dcm.command.admission.owner.ImageState.Phase;
import dcm.command.admission.owner.OwnerState.Account;
import dcm.command.admission.owner.OwnerState.RemovalProgress;
import dcm.contract.baseimage.BaseImageSource;
import dcm.contract.baseimage.BaseImageSource.Kind;
import dcm.contract.desired.DesiredContainer;
import dcm.contract.desired.DesiredImage;
import dcm.contract.desired.DesiredState;
import dcm.contract.desired.HomesTransferRequested;
import dcm.contract.desired.OwnerRemovalRequested;
import dcm.contract.event.AccountEvent;
import dcm.contract.event.AccountEvent.AccountRemoved;
import dcm.contract.event.AccountEvent.RemovalAdvanced;
import dcm.contract.event.AccountEvent.StorageRemoved;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.ContainerEvent.CommitOrdered;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.HandOverEvent;
import dcm.contract.event.ImageEvent.FlattenOrdered;
import dcm.contract.event.ImageEvent.ImagePromoted;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.HostPartition;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.RemovalStep;
import dcm.contract.intent.BaseImageIntent.RegisterBaseImage;
import dcm.contract.intent.HandOverIntent.CancelHandOver;
import dcm.contract.intent.HandOverIntent.EnterHomes;
import dcm.contract.intent.Intent;
import dcm.contract.order.ContainerSpec;
import dcm.contract.order.Order;
import dcm.contract.snapshot.AccountSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The consequences of an owner's event: orders, desired state, account snapshots and follow-up intents. Pure. */
public final class OwnerEffects {
    private OwnerEffects() {}

    /** A record to be written in the same transaction as the event. */
    public sealed interface Effect {
        record SendOrder(int partition, Order order) implements Effect {}

        record PublishDesiredState(int partition, DesiredState wanted) implements Effect {}

        /** Deletes the desired state of this key. */
        record DeleteDesiredState(int partition, String key) implements Effect {}

        record PublishAccount(AccountSnapshot snapshot) implements Effect {}

        /** A follow-up intent to another aggregate, on behalf of the original actor. */
        record AppendIntent(AggregateId of, IntentId id, Intent intent) implements Effect {}
    }

    /** The effects of {@code event}, which changed {@code before} to {@code after}. */
    public static List<Effect> of(OwnerState before, OwnerEvent event, OwnerState after) {
        List<Effect> effects = new ArrayList<>();
        Account account = after.account();
        if (account != null && (event instanceof AccountEvent || isShownOtherwise(account, before))) {
            effects.add(new Effect.PublishAccount(account.snapshot()));
        }
        if (event instanceof ContainerEvent container) {
            wanted(before, container, after).ifPresent(effects::add);
            order(container, after).ifPresent(effects::add);
        }
        if (event instanceof FlattenOrdered ordered) {
            effects.add(new Effect.SendOrder(ordered.partition(), order(ordered, after.owner())));
        }
        if (event instanceof ImagePromoted promoted) {
            effects.add(register(promoted));
        }
        if (event instanceof HandOverEvent transfer) {
            HandOverEffects.of(before, transfer).ifPresent(effects::add);
        }
        effects.addAll(images(before, after));
        effects.addAll(storage(before, event, after));
        if (event instanceof RemovalAdvanced advanced && advanced.step() == RemovalStep.IMAGES) {
            homes(after).ifPresent(effects::add);
        }
        if (event instanceof AccountRemoved) {
            over(before).ifPresent(effects::add);
        }
        return effects;
    }

    private static boolean isShownOtherwise(Account now, OwnerState before) {
        return before.account() == null
                || !now.snapshot().equals(before.account().snapshot());
    }

    private static Optional<Effect> wanted(OwnerState before, ContainerEvent event, OwnerState after) {
        if (event instanceof ContainerEvent.PlacementRefused) {
            ContainerState refused = before.known(event.container());
            return Optional.of(new Effect.DeleteDesiredState(
                    refused.partition(), refused.id().value()));
        }
        return after.container(event.container())
                .<Effect>map(now -> new Effect.PublishDesiredState(
                        now.partition(),
                        new DesiredContainer(
                                now.id(),
                                after.owner(),
                                now.host(),
                                now.spec(),
                                now.wanted(),
                                now.ordered(),
                                now.finished())))
                .or(() -> before.container(event.container())
                        .map(gone -> new Effect.DeleteDesiredState(
                                gone.partition(), gone.id().value())));
    }

    private static Effect register(ImagePromoted promoted) {
        BaseImageSource source =
                new BaseImageSource(Kind.PROMOTED, promoted.digest().value(), promoted.host());
        return new Effect.AppendIntent(
                AggregateId.CATALOG,
                promoted.intent().following("register"),
                new RegisterBaseImage(promoted.as(), source, promoted.description(), promoted.groups()));
    }

    private static List<Effect> images(OwnerState before, OwnerState after) {
        Stream<Effect> wanted = after.images().values().stream()
                .filter(now -> !now.equals(before.images().get(now.id())))
                .map(now -> new Effect.PublishDesiredState(
                        now.partition(),
                        new DesiredImage(
                                now.id(),
                                after.owner(),
                                now.host(),
                                now.phase() == Phase.REMOVED,
                                now.adoptedDigest())));
        Stream<Effect> forgotten = before.images().values().stream()
                .filter(was -> !after.images().containsKey(was.id()))
                .map(was -> new Effect.DeleteDesiredState(was.partition(), DesiredImage.key(was.id())));
        return Stream.concat(wanted, forgotten).toList();
    }

    /** The effects on the homes of an account that is being removed. */
    private static List<Effect> storage(OwnerState before, OwnerEvent event, OwnerState after) {
        return switch (event) {
            case RemovalAdvanced advanced ->
                advanced.hosts().stream()
                        .<Effect>map(place ->
                                new Effect.PublishDesiredState(place.partition(), storage(after, place.host())))
                        .toList();
            case StorageRemoved removed ->
                Optional.ofNullable(before.open().removal())
                        .map(removal -> removal.hosts().get(removed.host()))
                        .<List<Effect>>map(partition -> List.of(new Effect.DeleteDesiredState(
                                partition, OwnerRemovalRequested.key(after.owner(), removed.host()))))
                        .orElse(List.of());
            default -> List.of();
        };
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
    private static Optional<Effect> over(OwnerState state) {
        RemovalProgress removal = state.open().removal();
        return removal == null || removal.successor() == null
                ? Optional.empty()
                : Optional.of(new Effect.AppendIntent(
                        AggregateId.of(removal.successor()),
                        removal.intent().following("over"),
                        new CancelHandOver(removal.intent())));
    }

    private static Optional<Effect> order(ContainerEvent event, OwnerState after) {
        return switch (event) {
            case ContainerPlaced placed -> {
                ContainerState now = after.known(placed.container());
                yield Optional.of(new Effect.SendOrder(
                        placed.partition(),
                        new Order.Create(
                                placed.host(),
                                after.owner(),
                                placed.container(),
                                placed.number(),
                                placed.deadline(),
                                now.spec())));
            }
            case OperationOrdered ordered -> {
                ContainerState now = after.known(ordered.container());
                yield Optional.of(new Effect.SendOrder(now.partition(), order(ordered, now, after.owner())));
            }
            case ContainerEvent.PlacementRefused refused -> Optional.empty();
            case ContainerEvent.ContainerRenamed renamed -> Optional.empty();
            case ContainerEvent.OperationProgressed progressed -> Optional.empty();
            case ContainerEvent.DiskMeasured measured -> Optional.empty();
            case CommitOrdered ordered ->
                Optional.of(new Effect.SendOrder(
                        ordered.partition(),
                        new Order.Commit(
                                ordered.host(),
                                after.owner(),
                                ordered.container(),
                                ordered.number(),
                                ordered.deadline(),
                                ordered.image(),
                                ordered.message(),
                                ordered.flatten(),
                                after.known(ordered.container()).wanted())));
            case ContainerEvent.Outcome outcome -> Optional.empty();
        };
    }

    private static Order order(FlattenOrdered ordered, OwnerName owner) {
        return new Order.Flatten(
                ordered.host(),
                owner,
                ordered.container(),
                ImageState.ONLY_ORDER,
                ordered.deadline(),
                ordered.image(),
                ordered.from().digest(),
                ordered.message());
    }

    private static Order order(OperationOrdered event, ContainerState now, OwnerName owner) {
        HostName host = now.host();
        ContainerId id = event.container();
        int number = event.number();
        @Nullable Instant deadline = event.deadline();
        ContainerSpec spec = now.spec();
        return switch (event.operation()) {
            case CREATE -> new Order.Create(host, owner, id, number, deadline, spec);
            case START -> new Order.Start(host, owner, id, number, deadline);
            case STOP -> new Order.Stop(host, owner, id, number, deadline);
            case RESTART -> new Order.Restart(host, owner, id, number, deadline);
            case PAUSE -> new Order.Pause(host, owner, id, number, deadline);
            case UNPAUSE -> new Order.Unpause(host, owner, id, number, deadline);
            case REMOVE -> new Order.Remove(host, owner, id, number, deadline);
            case COMMIT -> throw new IllegalStateException("commits are ordered by an event of their own");
        };
    }
}
