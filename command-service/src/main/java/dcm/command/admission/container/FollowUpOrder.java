package dcm.command.admission.container;

import dcm.command.admission.state.ContainerState;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.OwnerEvent;
import dcm.contract.event.StateOperation;

/** Orders that admission decides itself: no intent waits for their outcome, and no deadline applies. */
public final class FollowUpOrder {
    private FollowUpOrder() {}

    /** The order that removes a container. A container whose host was removed is removed at once. */
    public static OwnerEvent removal(ContainerState container) {
        return container.hasNoHost()
                ? new ContainerRemoved(null, container.id(), null)
                : of(container, StateOperation.REMOVE);
    }

    /** The next order of {@code container}. */
    public static OperationOrdered of(ContainerState container, StateOperation operation) {
        return new OperationOrdered(null, container.id(), operation, container.ordered() + 1, null);
    }
}
