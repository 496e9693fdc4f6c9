package dcm.contract.event;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.HostPlace;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.transfer.Gift;
import dcm.contract.transfer.GivenImage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Facts about something that one owner hands over to another. Each stands in the aggregate of the one whom it concerns. */
public sealed interface HandOverEvent extends OwnerEvent {

    /** The intent with which it began. */
    IntentId handOver();

    @Override
    default boolean endsIntent() {
        return true;
    }

    // ---- the giver's ----

    /**
     * It was asked of the receiver whether she has room. Until it is over nothing else is done with the thing.
     *
     * @param image hers that is handed over; null: a container
     * @param container hers that is handed over; null: an image
     * @param running whether the container ran
     */
    record HandOverBegun(
            IntentId handOver,
            OwnerName to,
            Gift gift,
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
     * It was asked of the receiver whether she has room for all that the account has.
     *
     * @param homeMiB what is in its homes
     */
    record AccountOffered(IntentId handOver, OwnerName to, List<Gift> gifts, long homeMiB) implements HandOverEvent {
        public AccountOffered {
            gifts = List.copyOf(gifts);
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
     * The image is there, and the receiver was asked to take it.
     *
     * @param image the giver's
     */
    record HandOverSent(IntentId handOver, ImageId image, GivenImage given) implements HandOverEvent {
        @Override
        public IntentId intent() {
            return handOver;
        }

        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /** The receiver has the image, and the giver nothing of what she handed over any more. */
    record HandedOver(IntentId handOver, OwnerName to) implements HandOverEvent {
        @Override
        public IntentId intent() {
            return handOver;
        }
    }

    /**
     * It is not handed over; the giver has it as before.
     *
     * @param numbers what a rule counted, mostly empty
     */
    record HandOverFailed(IntentId handOver, ErrorCode code, String detail, Map<String, Long> numbers)
            implements HandOverEvent {
        public HandOverFailed {
            numbers = Map.copyOf(numbers);
        }

        @Override
        public IntentId intent() {
            return handOver;
        }
    }

    // ---- the receiver's ----

    /** There is room for it, which is kept. */
    record HandOverReserved(IntentId intent, IntentId handOver, OwnerName from, Gift gift) implements HandOverEvent {}

    /** She has room for all of an account, and makes nothing before its homes are hers. */
    record AccountReserved(IntentId intent, IntentId handOver, OwnerName from) implements HandOverEvent {}

    /**
     * The homes of another account are hers.
     *
     * @param home the host that has them; null if there were none
     * @param places where homes may be
     */
    record HomesEntered(
            IntentId intent,
            IntentId handOver,
            OwnerName from,
            @Nullable HostName home,
            List<HostPlace> places) implements HandOverEvent {
        public HomesEntered {
            places = List.copyOf(places);
        }
    }

    /** She does not take it; no room is kept any more. */
    record HandOverDeclined(
            IntentId intent,
            IntentId handOver,
            OwnerName from,
            ErrorCode code,
            String detail,
            Map<String, Long> numbers)
            implements HandOverEvent {
        public HandOverDeclined {
            numbers = Map.copyOf(numbers);
        }
    }

    /**
     * The image is hers.
     *
     * @param image its id, which is not the giver's
     */
    record HandOverReceived(
            IntentId intent, IntentId handOver, OwnerName from, Gift gift, ImageId image, GivenImage given)
            implements HandOverEvent {}

    // ---- either's ----

    /** A step was taken; what it changed stands in other events. */
    record HandOverStepped(IntentId intent, IntentId handOver) implements HandOverEvent {}
}
