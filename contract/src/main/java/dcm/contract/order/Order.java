package dcm.contract.order;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.OwnerName;
import dcm.contract.wanted.WantedState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An instruction to {@link #host()} about one container. Orders of one container carry {@link #number()} 1, 2, 3 and are
 * carried out in that order, each once.
 */
public sealed interface Order {
    HostName host();

    OwnerName owner();

    ContainerId container();

    int number();

    /** Not begun by then, the order is refused as too late; null: it is carried out however late. */
    @Nullable
    Instant deadline();

    record Create(
            HostName host,
            OwnerName owner,
            ContainerId container,
            int number,
            @Nullable Instant deadline,
            ContainerSpec spec)
            implements Order {}

    record Start(
            HostName host,
            OwnerName owner,
            ContainerId container,
            int number,
            @Nullable Instant deadline) implements Order {}

    record Stop(
            HostName host,
            OwnerName owner,
            ContainerId container,
            int number,
            @Nullable Instant deadline) implements Order {}

    record Restart(
            HostName host,
            OwnerName owner,
            ContainerId container,
            int number,
            @Nullable Instant deadline) implements Order {}

    record Pause(
            HostName host,
            OwnerName owner,
            ContainerId container,
            int number,
            @Nullable Instant deadline) implements Order {}

    record Unpause(
            HostName host,
            OwnerName owner,
            ContainerId container,
            int number,
            @Nullable Instant deadline) implements Order {}

    /**
     * Make an image of the container; one that an earlier attempt made is taken.
     *
     * @param message a note of the owner's own
     * @param flatten into one layer
     * @param state in which the container is to be afterwards
     */
    record Commit(
            HostName host,
            OwnerName owner,
            ContainerId container,
            int number,
            @Nullable Instant deadline,
            ImageId image,
            @Nullable String message,
            boolean flatten,
            WantedState state)
            implements Order {}

    /**
     * Make an image of one layer of another image; one that an earlier attempt made is taken.
     *
     * @param container the throwaway container out of which the files are copied; this is its only order
     * @param from the other image
     * @param message a note of the owner's own
     */
    record Flatten(
            HostName host,
            OwnerName owner,
            ContainerId container,
            int number,
            @Nullable Instant deadline,
            ImageId image,
            ImageDigest from,
            @Nullable String message)
            implements Order {}

    record Remove(
            HostName host,
            OwnerName owner,
            ContainerId container,
            int number,
            @Nullable Instant deadline) implements Order {}
}
