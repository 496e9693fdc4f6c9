package dcm.contract.intent;

import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.Handle;
import dcm.contract.identity.HostName;
import dcm.contract.identity.HostPartition;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.transfer.TransferItem;
import dcm.contract.transfer.TransferredImage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Intents that transfer something from one owner, the source owner, to another, the receiver. An administrator sends
 * the first intent to the source owner. Admission then sends the steps: the receiver reserves room, the source owner
 * releases, the receiver takes the image, the source owner confirms, and for a container the receiver creates its own.
 * If a step is declined, the source owner keeps everything. A whole account can be declined only until the receiver has
 * reserved room; after that the source account is removed, but all that it has is transferred.
 */
public sealed interface HandOverIntent extends OwnerIntent {

    /**
     * Transfers an image.
     *
     * @param as the image's name at the receiver; null: the same name
     */
    record HandOverImage(
            ImageName image, OwnerName to, @Nullable ImageName as) implements HandOverIntent {}

    /**
     * Transfers a container: it is stopped, committed to an image, and created again from that image with the
     * receiver's homes.
     *
     * @param as the container's name at the receiver; null: the same name
     */
    record HandOverContainer(
            Handle handle, OwnerName to, @Nullable ContainerName as) implements HandOverIntent {}

    /**
     * Transfers everything that an account has, including its homes, to an account without containers and homes. The
     * account is then removed.
     */
    record HandOverAccount(OwnerName to) implements HandOverIntent {}

    /** A step that admission sends automatically. */
    sealed interface TransferStep extends HandOverIntent {
        /** The intent that started the transfer. */
        IntentId handOver();
    }

    /** To the receiver: reserve quota and a name for the image or container. */
    record ReserveHandOver(
            IntentId handOver,
            OwnerName from,
            @JsonProperty("gift") TransferItem item) implements TransferStep {}

    /**
     * To the receiver: reserve room for a whole account, and create nothing until all of it has arrived.
     *
     * @param items each image and container
     * @param homeMiB the size of the homes
     */
    record ReserveAccount(
            IntentId handOver,
            OwnerName from,
            @JsonProperty("gifts") List<TransferItem> items,
            long homeMiB) implements TransferStep {
        public ReserveAccount {
            items = List.copyOf(items);
        }
    }

    /**
     * To the receiver: take over the homes.
     *
     * @param home the host that has the homes; null if there are none
     * @param places the hosts on which the source owner had storage and that may have homes
     */
    record EnterHomes(
            IntentId handOver, OwnerName from, @Nullable HostName home, List<HostPartition> places)
            implements TransferStep {
        public EnterHomes {
            places = List.copyOf(places);
        }
    }

    /** To the source owner: the receiver has reserved room; prepare the transfer. */
    record ReleaseHandOver(IntentId handOver) implements TransferStep {}

    /** To the receiver: take the image. */
    record ReceiveHandOver(IntentId handOver, TransferredImage image) implements TransferStep {}

    /** To the source owner: the receiver has the image; give up what was transferred. */
    record ConfirmHandOver(IntentId handOver) implements TransferStep {}

    /** To the receiver: the source owner's container is gone; create yours. */
    record CompleteHandOver(IntentId handOver) implements TransferStep {
        /** The id of this intent. Its outcome is the outcome of the receiver's container. */
        public static IntentId id(IntentId handOver) {
            return handOver.following("complete");
        }
    }

    /** To the source owner: the receiver declined. */
    record EndHandOver(IntentId handOver, ErrorCode code, String detail, Map<String, Long> numbers)
            implements TransferStep {
        public EndHandOver {
            numbers = Map.copyOf(numbers);
        }
    }

    /** To the receiver: the transfer failed, or it was of a whole account and is complete. */
    record CancelHandOver(IntentId handOver) implements TransferStep {}
}
