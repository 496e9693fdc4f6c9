package dcm.contract.transfer;

import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import org.jspecify.annotations.Nullable;

/**
 * An image that is there to be taken.
 *
 * @param partition of its host
 * @param facts null for images that were made before they were kept
 */
public record GivenImage(
        ImageDigest digest,
        HostName host,
        int partition,
        @Nullable ImageFacts facts) {}
