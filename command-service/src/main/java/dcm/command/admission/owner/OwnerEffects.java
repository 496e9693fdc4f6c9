package dcm.command.admission.owner;

import dcm.contract.event.AccountEvent;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.order.ContainerSpec;
import dcm.contract.order.Order;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.wanted.ContainerWanted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What follows from an owner's event for others: orders, wanted containers, the account's snapshot. Pure. */
public final class OwnerEffects {
    private OwnerEffects() {}

    /** Something to be written in the same transaction as the event. */
    public sealed interface Effect {
        record Ordered(int partition, Order order) implements Effect {}

        record Wanted(int partition, ContainerWanted wanted) implements Effect {}

        /** Nothing is wanted of the container any more. */
        record Unwanted(int partition, ContainerId container) implements Effect {}

        record Account(AccountSnapshot snapshot) implements Effect {}
    }

    /** The effects of {@code event}, which led from {@code before} to {@code after}. */
    public static List<Effect> of(OwnerState before, OwnerEvent event, OwnerState after) {
        List<Effect> effects = new ArrayList<>();
        if (event instanceof AccountEvent && after.account() != null) {
            effects.add(new Effect.Account(after.account().snapshot()));
        }
        if (event instanceof ContainerEvent container) {
            wanted(before, container, after).ifPresent(effects::add);
            order(container, after).ifPresent(effects::add);
        }
        return effects;
    }

    private static Optional<Effect> wanted(OwnerState before, ContainerEvent event, OwnerState after) {
        if (event instanceof ContainerEvent.PlacementRefused) {
            ContainerState refused = before.known(event.container());
            return Optional.of(new Effect.Unwanted(refused.partition(), refused.id()));
        }
        return after.container(event.container())
                .<Effect>map(now -> new Effect.Wanted(
                        now.partition(),
                        new ContainerWanted(
                                now.id(),
                                after.owner(),
                                now.host(),
                                now.spec(),
                                now.wanted(),
                                now.ordered(),
                                now.finished())))
                .or(() -> before.container(event.container())
                        .map(gone -> new Effect.Unwanted(gone.partition(), gone.id())));
    }

    private static Optional<Effect> order(ContainerEvent event, OwnerState after) {
        return switch (event) {
            case ContainerPlaced placed -> {
                ContainerState now = after.known(placed.container());
                yield Optional.of(new Effect.Ordered(
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
                yield Optional.of(new Effect.Ordered(now.partition(), order(ordered, now, after.owner())));
            }
            case ContainerEvent.PlacementRefused refused -> Optional.empty();
            case ContainerEvent.ContainerRenamed renamed -> Optional.empty();
            case ContainerEvent.Outcome outcome -> Optional.empty();
        };
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
        };
    }
}
