package dcm.contract.event;

import dcm.contract.event.ContainerEvent.CommitOrdered;
import dcm.contract.event.ImageEvent.FlattenOrdered;
import dcm.contract.event.ImageEvent.ImportOrdered;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An event that orders a new image: a commit, a flattening or an import was accepted. */
public sealed interface ImageOrdered permits CommitOrdered, FlattenOrdered, ImportOrdered {
    /** The number of the order of a flattening or an import within its {@link #container}. */
    int ONLY_ORDER = 1;

    /** The image that is created. */
    ImageId image();

    /** Its name, with a tag. */
    ImageName name();

    /** The host that creates it. */
    HostName host();

    /** The host's partition in {@code dcm.orders} and {@code dcm.wanted}. */
    int partition();

    /** The container that the order is about: a container of the owner only for a commit. */
    ContainerId container();

    /** The number of the order within the container. */
    int number();

    /** The worker does not start the order after this time. */
    Instant deadline();

    /** The user's description of the image; null: none. */
    @Nullable
    String message();
}
