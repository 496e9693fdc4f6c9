package dcm.contract.identity;

import java.time.Instant;

/**
 * What an engine knows of an image.
 *
 * @param sizeBytes of all layers, uncompressed
 * @param ownBytes of the layers that are not those of a base image; for a base image all
 * @param layers how many there are; engines have a limit
 */
public record ImageFacts(long sizeBytes, long ownBytes, int layers, Instant createdAt) {
    /** Docker's limit. */
    public static final int MOST_LAYERS = 125;

    /** From here on an image should be flattened, before the limit is met. */
    public static final int MANY_LAYERS = 60;
}
