package dcm.contract.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The properties of an image that Docker reports.
 *
 * @param sizeBytes size of all layers, uncompressed
 * @param ownBytes size of the layers that do not belong to a base image; for a base image, of all layers
 * @param layers the number of layers; at most {@value #MAX_LAYERS}
 * @param manifest the digest of the image's manifest in the installation's image registry, from which every host can pull
 *     it; null: only its host has it
 */
public record ImageFacts(
        long sizeBytes,
        long ownBytes,
        int layers,
        Instant createdAt,
        @Nullable String manifest) {
    /** Docker's limit. */
    public static final int MAX_LAYERS = 125;

    /** From this number of layers DCM recommends flattening. */
    public static final int MANY_LAYERS = 60;

    /** The properties of an image that only its host has. */
    public ImageFacts(long sizeBytes, long ownBytes, int layers, Instant createdAt) {
        this(sizeBytes, ownBytes, layers, createdAt, null);
    }

    /** The same image in the installation's image registry. */
    public ImageFacts with(String digest) {
        return new ImageFacts(sizeBytes, ownBytes, layers, createdAt, digest);
    }
}
