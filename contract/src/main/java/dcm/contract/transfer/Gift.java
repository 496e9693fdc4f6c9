package dcm.contract.transfer;

import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageName;
import dcm.contract.order.ContainerSpec;
import org.jspecify.annotations.Nullable;

/**
 * What one owner is to get from another: an image, or a container by way of an image that is made of it.
 *
 * @param image the name that the receiver has it under
 * @param host where it is
 * @param imageMiB what the image holds beyond its base image; null for one that is not made yet
 * @param container as the receiver gets it, with the name that she has it under; null: only the image
 */
public record Gift(
        ImageName image,
        HostName host,
        @Nullable Long imageMiB,
        @Nullable ContainerSpec container) {}
