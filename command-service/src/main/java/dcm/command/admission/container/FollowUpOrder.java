package dcm.command.admission.container;

import dcm.command.admission.state.ContainerState;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.Operation;

/** Orders that admission decides itself: no intent waits for their outcome, and no deadline applies. */
public final class FollowUpOrder {
    private FollowUpOrder() {}

    /** The next order of {@code container}. */
    public static OperationOrdered of(ContainerState container, Operation operation) {
        return new OperationOrdered(null, container.id(), operation, container.ordered() + 1, null);
    }
}
