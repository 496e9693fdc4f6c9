package dcm.command.admission.owner;

import dcm.command.admission.DecisionContext;
import dcm.command.admission.owner.ContainerState.Phase;
import dcm.command.admission.owner.OwnerState.ContainerTransferProgress;
import dcm.command.admission.owner.OwnerState.RemovalProgress;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.HandOverEvent.HandOverBegun;
import dcm.contract.event.Operation;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.OwnerName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides what happens to the containers of an account that is transferred as a whole: each goes to the receiver,
 * except lost ones, which are removed.
 */
final class ContainerDisposition {
    private ContainerDisposition() {}

    /** The events that follow from the state. */
    static List<OwnerEvent> next(
            OwnerState state, RemovalProgress removal, OwnerName successor, DecisionContext context) {
        return state.all().stream()
                .filter(container -> !state.transfers().gives(container.id()))
                .sorted(Comparator.comparing(ContainerState::id))
                .flatMap(container -> next(state, removal, successor, container, context).stream())
                .toList();
    }

    private static Optional<OwnerEvent> next(
            OwnerState state,
            RemovalProgress removal,
            OwnerName successor,
            ContainerState container,
            DecisionContext context) {
        boolean underWay = container.wanted() == DesiredStatus.REMOVED
                || container.phase() == Phase.CREATING
                || !container.pending().isEmpty();
        if (underWay) { // called again after the outcome
            return Optional.empty();
        }
        if (container.phase() == Phase.LOST) {
            return Optional.of(
                    new OperationOrdered(null, container.id(), Operation.REMOVE, container.ordered() + 1, null));
        }
        ContainerTransferProgress left = removal.left(container.id());
        boolean tooEarly = left.failedAt() != null
                && left.failedAt().plus(ImageDisposition.pause(left.attempts())).isAfter(context.now());
        return tooEarly
                ? Optional.empty()
                : Optional.of(offered(state, removal, successor, container, left.attempts() + 1));
    }

    private static HandOverBegun offered(
            OwnerState state, RemovalProgress removal, OwnerName successor, ContainerState container, int attempt) {
        return new HandOverBegun(
                removal.intent().following("give/" + container.id() + "/" + attempt),
                successor,
                TransferRequestDecider.item(state, container, container.spec().name()),
                null,
                container.id(),
                container.willRun());
    }

    /** The unresolved problems of containers. */
    static Stream<String> obstacles(OwnerState state, RemovalProgress removal) {
        return state.all().stream()
                .flatMap(container -> Stream.ofNullable(
                                removal.left(container.id()).blockedReason())
                        .map(why -> container.spec().name() + ": " + why));
    }
}
