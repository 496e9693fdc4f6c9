package dcm.command.admission.removal;

import dcm.command.admission.container.FollowUpOrder;
import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.handover.TransferRequestDecider;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.ContainerState.Phase;
import dcm.command.admission.state.ContainerTransferProgress;
import dcm.command.admission.state.OwnerState;
import dcm.command.admission.state.RemovalProgress;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.event.HandOverEvent.HandOverBegun;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.OwnerName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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
        if (container.isLost()) {
            return Optional.of(FollowUpOrder.removal(container));
        }
        ContainerTransferProgress left = removal.left(container.id());
        return RetryDelay.isOver(left.failedAt(), left.attempts(), context.now())
                ? Optional.of(offered(state, removal, successor, container, left.attempts() + 1))
                : Optional.empty();
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
}
