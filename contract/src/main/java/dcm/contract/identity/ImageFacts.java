package dcm.contract.identity;

import java.time.Instant;

/**
 * The properties of an image that Docker reports.
 *
 * @param sizeBytes size of all layers, uncompressed
 * @param ownBytes size of the layers that do not belong to a base image; for a base image, of all layers
 * @param layers the number of layers; at most {@value #MAX_LAYERS}
 */
public record ImageFacts(long sizeBytes, long ownBytes, int layers, Instant createdAt) {
    /** Docker's limit. */
    public static final int MAX_LAYERS = 125;

    /** From this number of layers DCM recommends flattening. */
    public static final int MANY_LAYERS = 60;
}
