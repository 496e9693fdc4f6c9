package dcm.command.admission.move;

import dcm.command.admission.decision.Effect;
import dcm.command.admission.state.HomesMoves;
import dcm.command.admission.state.OwnerState;
import dcm.contract.desired.DesiredContainer;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.desired.OwnerRemovalRequested;
import dcm.contract.desired.UndoneMoveCleanup;
import dcm.contract.event.HomesMoveEvent;
import dcm.contract.event.HomesMoveEvent.FormerHomesRemoved;
import dcm.contract.event.HomesMoveEvent.HomesCopyBegun;
import dcm.contract.event.HomesMoveEvent.HomesCopyProgressed;
import dcm.contract.event.HomesMoveEvent.HomesMoveBegun;
import dcm.contract.event.HomesMoveEvent.HomesMoveCancelled;
import dcm.contract.event.HomesMoveEvent.HomesMoveFailed;
import dcm.contract.event.HomesMoveEvent.HomesMoved;
import dcm.contract.event.HomesMoveEvent.HomesReceived;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.Handle;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.ContainerIntent.RecreateContainer;
import dcm.contract.intent.ContainerIntent.StopContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a move of homes causes: a host deletes what it must no longer have, and containers are recreated. */
public final class HomesMoveEffects {
    private HomesMoveEffects() {}

    /** The effects of {@code event}, which changed {@code before} to another state. */
    public static List<Effect> of(OwnerState before, HomesMoveEvent event) {
        return switch (event) {
            case HomesMoved moved when moved.from().equals(moved.to()) -> List.of();
            case HomesMoved moved ->
                Stream.of(
                                removedContainers(before, moved),
                                Stream.of(removedHomes(before, moved.from())),
                                recreations(before, moved))
                        .flatMap(effects -> effects)
                        .toList();
            case HomesMoveFailed failed ->
                List.of(new Effect.PublishDesiredState(
                        new UndoneMoveCleanup(before.owner(), failed.to(), failed.intent())));
            case FormerHomesRemoved removed -> confirmed(before, removed.host());
            case HomesMoveBegun begun -> List.of();
            case HomesCopyBegun begun -> List.of();
            case HomesCopyProgressed progressed -> List.of();
            case HomesReceived received -> List.of();
            case HomesMoveCancelled cancelled -> List.of();
        };
    }

    private static Effect removedHomes(OwnerState state, HostName host) {
        return new Effect.PublishDesiredState(new OwnerRemovalRequested(state.owner(), host));
    }

    /** The old host removes its containers, which are known here with their last orders. */
    private static Stream<Effect> removedContainers(OwnerState before, HomesMoved moved) {
        return moved.containers().stream()
                .map(before::known)
                .map(container -> new Effect.PublishDesiredState(new DesiredContainer(
                        container.id(),
                        before.owner(),
                        moved.from(),
                        container.spec(),
                        DesiredStatus.REMOVED,
                        container.ordered(),
                        container.ordered())));
    }

    /** First those that ran. The others are stopped again when they are created. */
    private static Stream<Effect> recreations(OwnerState before, HomesMoved moved) {
        List<Effect> effects = new ArrayList<>();
        for (ContainerId container : moved.running()) {
            effects.add(recreate(before, moved.intent(), container));
        }
        for (ContainerId container : moved.containers()) {
            if (!moved.running().contains(container) && before.known(container).wanted() != DesiredStatus.REMOVED) {
                effects.add(recreate(before, moved.intent(), container));
                effects.add(new Effect.AppendIntent(
                        AggregateId.of(before.owner()),
                        HomesMoves.stop(moved.intent(), container),
                        new StopContainer(handle(container))));
            }
        }
        return effects.stream();
    }

    private static Effect recreate(OwnerState state, IntentId move, ContainerId container) {
        return new Effect.AppendIntent(
                AggregateId.of(state.owner()),
                HomesMoves.recreation(move, container),
                new RecreateContainer(handle(container)));
    }

    private static Handle handle(ContainerId container) {
        return new Handle(container.value());
    }

    /** The host has done all that its desired state asked for. */
    private static List<Effect> confirmed(OwnerState before, HostName host) {
        List<ContainerId> containers = before.open().homesMoves().former().getOrDefault(host, List.of());
        Stream<ContainerId> elsewhere = containers.stream()
                .filter(container -> before.container(container)
                        .filter(now -> !now.hasNoHost() && now.host().equals(host))
                        .isEmpty());
        return Stream.concat(
                        elsewhere.map(ContainerId::value), Stream.of(OwnerRemovalRequested.key(before.owner(), host)))
                .<Effect>map(key -> new Effect.DeleteDesiredState(host, key))
                .toList();
    }
}
