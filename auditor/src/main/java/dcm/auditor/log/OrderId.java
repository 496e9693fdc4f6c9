package dcm.auditor.log;

import dcm.contract.event.AccountEvent;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.HandOverEvent;
import dcm.contract.event.HomesMoveEvent;
import dcm.contract.event.ImageEvent;
import dcm.contract.event.ImageOrdered;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.ContainerId;
import java.util.Optional;

/** The identity of an order: orders of one container are numbered. */
public record OrderId(ContainerId container, int number) {

    /** The order that follows from an event. */
    static Optional<OrderId> of(OwnerEvent event) {
        return switch (event) {
            case ContainerPlaced placed -> Optional.of(new OrderId(placed.container(), placed.number()));
            case OperationOrdered ordered -> Optional.of(new OrderId(ordered.container(), ordered.number()));
            case ImageOrdered ordered -> Optional.of(new OrderId(ordered.container(), ordered.number()));
            case ContainerEvent _, ImageEvent _, AccountEvent _, HandOverEvent _, HomesMoveEvent _, IntentRejected _ ->
                Optional.empty();
        };
    }

    @Override
    public String toString() {
        return "order/" + container + "/" + number;
    }
}
