package dcm.contract.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.HostPartition;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.transfer.TransferItem;
import dcm.contract.transfer.TransferredImage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events about a transfer from one owner to another. Each event belongs to the aggregate of the owner whose state it
 * changes.
 */
public sealed interface HandOverEvent extends OwnerEvent {

    /** The intent that started the transfer. */
    IntentId handOver();

    @Override
    default boolean endsIntent() {
        return true;
    }

    // ---- of the source owner ----

    /**
     * The transfer of an image or a container began, and the receiver was asked to reserve room. Until the transfer
     * ends, nothing else can be done with the image or container.
     *
     * @param image the source owner's image; null: a container is transferred
     * @param container the source owner's container; null: an image is transferred
     * @param running whether the container was running
     */
    record HandOverBegun(
            IntentId handOver,
            OwnerName to,
            @JsonProperty("gift") TransferItem item,
            @Nullable ImageId image,
            @Nullable ContainerId container,
            boolean running)
            implements HandOverEvent {
        @Override
        public IntentId intent() {
            return handOver;
        }

        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /**
     * The transfer of a whole account began, and the receiver was asked to reserve room for it.
     *
     * @param homeMiB the size of the account's homes
     */
    record AccountOffered(
            IntentId handOver,
            OwnerName to,
            @JsonProperty("gifts") List<TransferItem> items,
            long homeMiB) implements HandOverEvent {
        public AccountOffered {
            items = List.copyOf(items);
        }

        @Override
        public IntentId intent() {
            return handOver;
        }

        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /**
     * The image is ready, and the receiver was asked to take it.
     *
     * @param image the source owner's image
     */
    record HandOverSent(IntentId handOver, ImageId image, TransferredImage given) implements HandOverEvent {
        @Override
        public IntentId intent() {
            return handOver;
        }

        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /**
     * The transfer is complete: the receiver has the image, and the source owner no longer has what was transferred.
     */
    record HandedOver(IntentId handOver, OwnerName to) implements HandOverEvent {
        @Override
        public IntentId intent() {
            return handOver;
        }
    }

    /**
     * The transfer failed. The source owner keeps everything.
     *
     * @param numbers the values that a rule compared; usually empty
     */
    record HandOverFailed(IntentId handOver, ErrorCode code, String detail, Map<String, Long> numbers)
            implements HandOverEvent, IntentFailure {
        public HandOverFailed {
            numbers = Map.copyOf(numbers);
        }

        @Override
        public IntentId intent() {
            return handOver;
        }
    }

    // ---- of the receiver ----

    /** Room is reserved for the image or container. */
    record HandOverReserved(
            IntentId intent,
            IntentId handOver,
            OwnerName from,
            @JsonProperty("gift") TransferItem item) implements HandOverEvent {}

    /** Room is reserved for a whole account. The receiver creates nothing until it has the account's homes. */
    record AccountReserved(IntentId intent, IntentId handOver, OwnerName from) implements HandOverEvent {}

    /**
     * The receiver owns the homes of the other account.
     *
     * @param home the host that has the homes; null if there were none
     * @param places the hosts that may have homes
     */
    record HomesEntered(
            IntentId intent,
            IntentId handOver,
            OwnerName from,
            @Nullable HostName home,
            List<HostPartition> places) implements HandOverEvent {
        public HomesEntered {
            places = List.copyOf(places);
        }
    }

    /** The receiver declined the transfer. The reservation is released. */
    record HandOverDeclined(
            IntentId intent,
            IntentId handOver,
            OwnerName from,
            ErrorCode code,
            String detail,
            Map<String, Long> numbers)
            implements HandOverEvent, IntentFailure {
        public HandOverDeclined {
            numbers = Map.copyOf(numbers);
        }
    }

    /**
     * The receiver owns the image.
     *
     * @param image the receiver's id for it, which differs from the source owner's
     */
    record HandOverReceived(
            IntentId intent,
            IntentId handOver,
            OwnerName from,
            @JsonProperty("gift") TransferItem item,
            ImageId image,
            TransferredImage given)
            implements HandOverEvent {}

    // ---- of either ----

    /** A step of the transfer was taken. Other events contain its changes. */
    record HandOverStepped(IntentId intent, IntentId handOver) implements HandOverEvent {}
}
