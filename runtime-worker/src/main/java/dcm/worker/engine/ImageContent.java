package dcm.worker.engine;

import dcm.contract.identity.ImageFacts;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The content of an image in its engine.
 *
 * @param layers the digests of the layers, lowest first
 * @param sizeBytes of all layers together
 */
public record ImageContent(List<String> layers, long sizeBytes, Instant createdAt) {
    public ImageContent {
        layers = List.copyOf(layers);
    }

    /**
     * The facts that are reported about the image.
     *
     * @param bases images whose shared layers do not count as the image's own
     */
    public ImageFacts facts(Collection<ImageContent> bases) {
        long shared = bases.stream()
                .filter(this::isBasedOn)
                .max(Comparator.comparingInt(base -> base.layers().size()))
                .map(ImageContent::sizeBytes)
                .orElse(0L);
        return new ImageFacts(sizeBytes, Math.max(0, sizeBytes - shared), layers.size(), createdAt);
    }

    private boolean isBasedOn(ImageContent base) {
        int height = base.layers().size();
        return layers.size() > height && layers.subList(0, height).equals(base.layers());
    }
}
