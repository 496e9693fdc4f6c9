package dcm.command.admission.container;

import dcm.command.admission.decision.Effect;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.OwnerState;
import dcm.contract.desired.DesiredContainer;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.ContainerEvent.CommitOrdered;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.order.Order;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The effects of an event about a container: its desired state, and the order to its host. */
public final class ContainerEffects {
    private ContainerEffects() {}

    /** The effects of {@code event}, which changed {@code before} to {@code after}. */
    public static List<Effect> of(OwnerState before, ContainerEvent event, OwnerState after) {
        return Stream.of(wanted(before, event, after), order(event, after))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Effect> wanted(OwnerState before, ContainerEvent event, OwnerState after) {
        if (event instanceof ContainerEvent.PlacementRefused) {
            ContainerState refused = before.known(event.container());
            return Optional.of(
                    new Effect.DeleteDesiredState(refused.host(), refused.id().value()));
        }
        Optional<DesiredContainer> now = desired(after, event.container());
        if (now.isPresent()) {
            return now.filter(changed -> !isSame(desired(before, event.container()), changed))
                    .map(Effect.PublishDesiredState::new);
        }
        return before.container(event.container())
                .filter(gone -> !isRemovedWithFormerHomes(before, gone))
                .map(gone ->
                        new Effect.DeleteDesiredState(gone.host(), gone.id().value()));
    }

    private static Optional<DesiredContainer> desired(OwnerState state, ContainerId id) {
        return state.container(id)
                .filter(container -> !container.hasNoHost())
                .map(container -> new DesiredContainer(
                        id,
                        state.owner(),
                        container.host(),
                        container.spec(),
                        container.wanted(),
                        container.ordered(),
                        container.finished()));
    }

    /** A host uses the name only when it creates the container, so a rename gives it nothing to do. */
    private static boolean isSame(Optional<DesiredContainer> before, DesiredContainer now) {
        return before.filter(then -> then.named(now.spec().name()).equals(now)).isPresent();
    }

    /** A former host of the homes still has to remove the container. */
    private static boolean isRemovedWithFormerHomes(OwnerState before, ContainerState container) {
        return before.account() != null
                && before.account()
                        .homesMoves()
                        .former()
                        .getOrDefault(container.host(), List.of())
                        .contains(container.id());
    }

    private static Optional<Effect> order(ContainerEvent event, OwnerState after) {
        return switch (event) {
            case ContainerPlaced placed -> {
                ContainerState now = after.known(placed.container());
                yield Optional.of(new Effect.SendOrder(new Order.Create(
                        placed.host(),
                        after.owner(),
                        placed.container(),
                        placed.number(),
                        placed.deadline(),
                        now.spec(),
                        placed.batchNames())));
            }
            case OperationOrdered ordered -> {
                ContainerState now = after.known(ordered.container());
                yield Optional.of(new Effect.SendOrder(order(ordered, now, after.owner())));
            }
            case ContainerEvent.PlacementRefused refused -> Optional.empty();
            case ContainerEvent.ContainerRenamed renamed -> Optional.empty();
            case ContainerEvent.TerminalOpened opened -> Optional.empty();
            case ContainerEvent.OperationProgressed progressed -> Optional.empty();
            case ContainerEvent.DiskMeasured measured -> Optional.empty();
            case CommitOrdered ordered ->
                Optional.of(new Effect.SendOrder(new Order.Commit(
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

    private static Order order(OperationOrdered event, ContainerState now, OwnerName owner) {
        HostName host = now.host();
        ContainerId id = event.container();
        int number = event.number();
        @Nullable Instant deadline = event.deadline();
        return switch (event.operation()) {
            case START -> new Order.Start(host, owner, id, number, deadline);
            case STOP -> new Order.Stop(host, owner, id, number, deadline);
            case RESTART -> new Order.Restart(host, owner, id, number, deadline);
            case PAUSE -> new Order.Pause(host, owner, id, number, deadline);
            case UNPAUSE -> new Order.Unpause(host, owner, id, number, deadline);
            case REMOVE -> new Order.Remove(host, owner, id, number, deadline);
        };
    }
}
