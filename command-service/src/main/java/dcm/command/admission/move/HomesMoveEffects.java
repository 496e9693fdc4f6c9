package dcm.command.admission.move;

import dcm.command.admission.decision.Effect;
import dcm.command.admission.state.HomesMoves;
import dcm.command.admission.state.OwnerState;
import dcm.contract.desired.DesiredContainer;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.desired.OwnerRemovalRequested;
import dcm.contract.desired.UndoneMoveCleanup;
import dcm.contract.event.AccountEvent;
import dcm.contract.event.HomesMoveEvent;
import dcm.contract.event.HomesMoveEvent.FormerHomesRemoved;
import dcm.contract.event.HomesMoveEvent.HomesCopyBegun;
import dcm.contract.event.HomesMoveEvent.HomesCopyProgressed;
import dcm.contract.event.HomesMoveEvent.HomesMoveBegun;
import dcm.contract.event.HomesMoveEvent.HomesMoveCancelled;
import dcm.contract.event.HomesMoveEvent.HomesMoveFailed;
import dcm.contract.event.HomesMoveEvent.HomesMoveRequestedAgain;
import dcm.contract.event.HomesMoveEvent.HomesMoved;
import dcm.contract.event.HomesMoveEvent.HomesReadFailed;
import dcm.contract.event.HomesMoveEvent.HomesReceived;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.Handle;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.ContainerIntent.RecreateContainer;
import dcm.contract.intent.ContainerIntent.StopContainer;
import java.util.List;
import java.util.Objects;
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
                                recreations(before, moved.intent(), waiting(before, moved), moved.running()))
                        .flatMap(effects -> effects)
                        .toList();
            case HomesMoveFailed failed ->
                Stream.concat(
                                Stream.of(new Effect.PublishDesiredState(
                                        new UndoneMoveCleanup(before.owner(), failed.to(), failed.intent()))),
                                recreations(
                                        before,
                                        failed.intent(),
                                        before.open().homesMoves().toRecreate(),
                                        List.of()))
                        .toList();
            case FormerHomesRemoved removed -> confirmed(before, removed.host());
            case HomesMoveBegun begun -> List.of();
            case HomesCopyBegun begun -> List.of();
            case HomesCopyProgressed progressed -> List.of();
            case HomesReadFailed failed -> List.of();
            case HomesReceived received -> List.of();
            case HomesMoveCancelled cancelled -> List.of();
            case HomesMoveRequestedAgain again -> List.of();
        };
    }

    /** The effects of an event of the account: containers that a move has lost are created again when its suspension ends. */
    public static List<Effect> of(OwnerState before, AccountEvent event, OwnerState after) {
        if (!endsSuspension(before, event, after)) {
            return List.of();
        }
        IntentId cause = Objects.requireNonNull(event.intent());
        return after.open().homesMoves().toRecreate().stream()
                .flatMap(container -> recreateAndStop(after, cause, container))
                .toList();
    }

    /**
     * Whether an event of the account ends its suspension, so that containers can be created again. If a move is in progress, its end
     * does that.
     */
    static boolean endsSuspension(OwnerState before, AccountEvent event, OwnerState after) {
        return event.intent() != null
                && before.account() != null
                && before.account().snapshot().isSuspended()
                && after.open().move().isEmpty()
                && !after.open().snapshot().isSuspended();
    }

    /** The containers that follow the homes: those that ran, then the others that are not being removed. */
    private static List<ContainerId> followers(OwnerState before, HomesMoved moved) {
        return Stream.concat(
                        moved.running().stream(),
                        moved.containers().stream()
                                .filter(container -> before.known(container).wanted() != DesiredStatus.REMOVED))
                .distinct()
                .toList();
    }

    /** The containers that must be created again after a move: those that follow the homes, and those of earlier moves. */
    static List<ContainerId> waiting(OwnerState before, HomesMoved moved) {
        return Stream.concat(before.open().homesMoves().toRecreate().stream(), followers(before, moved).stream())
                .distinct()
                .toList();
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

    /** Those that did not run are stopped again when they are created. A suspended account's wait for the end of the suspension. */
    private static Stream<Effect> recreations(
            OwnerState before, IntentId cause, List<ContainerId> containers, List<ContainerId> running) {
        return before.open().snapshot().isSuspended()
                ? Stream.of()
                : containers.stream()
                        .flatMap(container -> running.contains(container)
                                ? Stream.of(recreate(before, cause, container))
                                : recreateAndStop(before, cause, container));
    }

    private static Stream<Effect> recreateAndStop(OwnerState state, IntentId cause, ContainerId container) {
        return Stream.of(
                recreate(state, cause, container),
                new Effect.AppendIntent(
                        AggregateId.of(state.owner()),
                        HomesMoves.stop(cause, container),
                        new StopContainer(handle(container))));
    }

    private static Effect recreate(OwnerState state, IntentId cause, ContainerId container) {
        return new Effect.AppendIntent(
                AggregateId.of(state.owner()),
                HomesMoves.recreation(cause, container),
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
