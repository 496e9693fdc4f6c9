package dcm.contract.intent;

import dcm.contract.identity.ContainerName;
import dcm.contract.identity.Handle;
import dcm.contract.identity.HostName;
import dcm.contract.identity.HostPlace;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.transfer.Gift;
import dcm.contract.transfer.GivenImage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Intents by which something of one owner becomes another's. An administrator asks it of the giver; then admission asks, step by step:
 * the receiver to reserve, the giver to release, the receiver to take the image, the giver to let go, and, for a container, the
 * receiver to make hers. Any of them can say no, and then the giver keeps what she has. Of a whole account that holds until the
 * receiver has said yes: then the giver's is removed, with each thing handed over instead of removed.
 */
public sealed interface HandOverIntent extends OwnerIntent {

    /**
     * Hand over an image.
     *
     * @param as its name at the receiver; null: the same
     */
    record HandOverImage(
            ImageName image, OwnerName to, @Nullable ImageName as) implements HandOverIntent {}

    /**
     * Hand over a container: it is stopped, made an image, and made anew of that with the receiver's homes.
     *
     * @param as its name at the receiver; null: the same
     */
    record HandOverContainer(
            Handle handle, OwnerName to, @Nullable ContainerName as) implements HandOverIntent {}

    /**
     * Hand over all that an account has, its homes included, to one that has no container and no homes yet; after that the account is
     * removed.
     */
    record HandOverAccount(OwnerName to) implements HandOverIntent {}

    /** What admission asks for by itself. */
    sealed interface Step extends HandOverIntent {
        /** The intent with which it began. */
        IntentId handOver();
    }

    /** Of the receiver: keep room for it, in her quota and among her names. */
    record ReserveHandOver(IntentId handOver, OwnerName from, Gift gift) implements Step {}

    /**
     * Of the receiver: make nothing before all of it is there.
     *
     * @param gifts each image and container
     * @param homeMiB what is in the homes
     */
    record ReserveAccount(IntentId handOver, OwnerName from, List<Gift> gifts, long homeMiB) implements Step {
        public ReserveAccount {
            gifts = List.copyOf(gifts);
        }
    }

    /**
     * Of the receiver: the homes are hers.
     *
     * @param home the host that has them; null if there are none
     * @param places where something of the giver's was, and homes may be
     */
    record EnterHomes(
            IntentId handOver, OwnerName from, @Nullable HostName home, List<HostPlace> places) implements Step {
        public EnterHomes {
            places = List.copyOf(places);
        }
    }

    /** Of the giver: the receiver has room, so make it ready. */
    record ReleaseHandOver(IntentId handOver) implements Step {}

    /** Of the receiver: the image is there, take it. */
    record ReceiveHandOver(IntentId handOver, GivenImage image) implements Step {}

    /** Of the giver: the receiver has it, so let it go. */
    record ConfirmHandOver(IntentId handOver) implements Step {}

    /** Of the receiver: the giver's container is gone, make yours. */
    record CompleteHandOver(IntentId handOver) implements Step {
        /** The id under which it is asked for: what becomes of it becomes of the receiver's container. */
        public static IntentId id(IntentId handOver) {
            return handOver.following("complete");
        }
    }

    /** Of the giver: the receiver does not take it. */
    record EndHandOver(IntentId handOver, ErrorCode code, String detail, Map<String, Long> numbers) implements Step {
        public EndHandOver {
            numbers = Map.copyOf(numbers);
        }
    }

    /** Of the receiver: it will not come. */
    record CancelHandOver(IntentId handOver) implements Step {}
}
