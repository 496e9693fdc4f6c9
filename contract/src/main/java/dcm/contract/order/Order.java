package dcm.contract.order;

import dcm.contract.desired.ContainerSpec;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageReference;
import dcm.contract.identity.OwnerName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instruction to {@link #host()} about one container. The orders of a container have the {@link #number() numbers}
 * 1, 2, 3; the host executes each of them once, in that order.
 */
public sealed interface Order {
    HostName host();

    OwnerName owner();

    ContainerId container();

    int number();

    /** The worker rejects the order if it cannot start it before this time; null: no deadline. */
    @Nullable
    Instant deadline();

    /** An order that creates an image without a container of its owner. */
    sealed interface ImageOrder extends Order {
        ImageId image();
    }

    /**
     * Creates and starts the container.
     *
     * @param batchNames the names of all containers of its batch, in their order; empty: it has no batch
     */
    record Create(
            HostName host,
            OwnerName owner,
            ContainerId container,
            int number,
            @Nullable Instant deadline,
            ContainerSpec spec,
            List<ContainerName> batchNames)
            implements Order {
        public Create {
            batchNames = batchNames == null ? List.of() : List.copyOf(batchNames); // missing in earlier records
        }
    }

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
     * Commits the container to an image. If an earlier attempt created the image, that image is used.
     *
     * @param message the owner's note
     * @param flatten whether to write one layer only
     * @param state the container's state afterwards
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
            DesiredStatus state)
            implements Order {}

    /**
     * Creates an image with one layer from another image. If an earlier attempt created the image, that image is used.
     *
     * @param container the temporary container from which the files are copied; this is its only order
     * @param from the other image
     * @param message the owner's note
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
            implements ImageOrder {}

    /**
     * Imports an image from an archive that the owner uploads to the host, or from a registry for which the owner sends
     * the credentials to the host. If an earlier attempt created the image, that
     * image is used.
     *
     * @param container identifies the order, which is its only one; there is no such container
     * @param from the image to pull; null: an archive is uploaded
     */
    record Import(
            HostName host,
            OwnerName owner,
            ContainerId container,
            int number,
            @Nullable Instant deadline,
            ImageId image,
            @Nullable ImageReference from)
            implements ImageOrder {}

    record Remove(
            HostName host,
            OwnerName owner,
            ContainerId container,
            int number,
            @Nullable Instant deadline) implements Order {}
}
