package dcm.command.admission.decision;

import dcm.command.admission.state.ContainerState;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import java.util.List;

/** Rejections of transfers, and of what a transfer in progress forbids. */
public final class TransferRejections {
    private TransferRejections() {}

    public static List<OwnerEvent> toSameAccount(IntentId intent) {
        return Rejections.reject(
                intent, ErrorCode.BAD_INPUT, "An account cannot transfer to itself. Choose another account.");
    }

    public static List<OwnerEvent> beingHandedOver(IntentId intent, String thing) {
        return Rejections.reject(
                intent,
                ErrorCode.BEING_HANDED_OVER,
                "The " + thing + " is being transferred to another account. Try again when the transfer has finished.");
    }

    public static List<OwnerEvent> awaitsHomes(IntentId intent, OwnerName owner, OwnerName from) {
        return Rejections.reject(
                intent,
                ErrorCode.BEING_HANDED_OVER,
                "The account '" + owner + "' is receiving the whole account '" + from
                        + "'. Try again when the transfer has finished.");
    }

    public static List<OwnerEvent> inOtherTransfers(IntentId intent, OwnerName owner) {
        return Rejections.reject(
                intent,
                ErrorCode.BEING_HANDED_OVER,
                "The account '" + owner + "' has a transfer in progress. Try again when it has finished.");
    }

    public static List<OwnerEvent> notHandedOver(IntentId intent, ContainerState container) {
        return Rejections.reject(
                intent,
                ErrorCode.WRONG_STATE,
                "The container '" + container.spec().name()
                        + "' cannot be transferred while it is lost or another operation is in progress.");
    }
}
