package dcm.contract.transfer;

import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import org.jspecify.annotations.Nullable;

/**
 * An image that the receiver of a transfer can take.
 *
 * @param partition the host's partition
 * @param facts null for images from before DCM recorded them
 */
public record TransferredImage(
        ImageDigest digest,
        HostName host,
        int partition,
        @Nullable ImageFacts facts) {}
