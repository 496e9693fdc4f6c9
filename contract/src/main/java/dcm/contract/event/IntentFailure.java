package dcm.contract.event;

import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.HandOverEvent.HandOverDeclined;
import dcm.contract.event.HandOverEvent.HandOverFailed;
import dcm.contract.event.HomesMoveEvent.HomesMoveFailed;
import dcm.contract.event.ImageEvent.FlattenFailed;
import dcm.contract.event.ImageEvent.ImportFailed;
import dcm.contract.problem.ErrorCode;
import dcm.contract.problem.HostRefusal;
import java.util.List;
import java.util.Map;

/** An event that ends its intent without success: admission rejected the intent, or its work failed. */
public sealed interface IntentFailure
        permits IntentRejected,
                OperationFailed,
                FlattenFailed,
                ImportFailed,
                HandOverFailed,
                HandOverDeclined,
                HomesMoveFailed {
    /** The rule that was violated, or the kind of failure. */
    ErrorCode code();

    /** One or two sentences for the user. */
    String detail();

    /** The values that the rule compared; usually empty. */
    default Map<String, Long> numbers() {
        return Map.of();
    }

    /** Why each host cannot run the requested container; empty if the failure has another reason. */
    default List<HostRefusal> hosts() {
        return List.of();
    }
}
