package dcm.contract.transfer;

import dcm.contract.desired.ContainerSpec;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageName;
import org.jspecify.annotations.Nullable;

/**
 * An image or container that one owner transfers to another. A container is transferred as an image that is made from
 * it.
 *
 * @param image the image's name at the receiver
 * @param host the host that has it
 * @param imageMiB the image's size without its base image, in MiB; null if the image does not exist yet
 * @param container the receiver's container, with its name at the receiver; null: only the image is transferred
 */
public record TransferItem(
        ImageName image,
        HostName host,
        @Nullable Long imageMiB,
        @Nullable ContainerSpec container) {}
