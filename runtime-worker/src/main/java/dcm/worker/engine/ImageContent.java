package dcm.worker.engine;

import dcm.contract.identity.ImageFacts;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * An image as its engine has it.
 *
 * @param layers what they hold, as digests, the lowest first
 * @param sizeBytes of all layers
 */
public record ImageContent(List<String> layers, long sizeBytes, Instant createdAt) {
    public ImageContent {
        layers = List.copyOf(layers);
    }

    /**
     * What is told of it.
     *
     * @param bases the images on which others are made; what they share with this one is not its own
     */
    public ImageFacts facts(Collection<ImageContent> bases) {
        long shared = bases.stream()
                .filter(this::standsOn)
                .max(Comparator.comparingInt(base -> base.layers().size()))
                .map(ImageContent::sizeBytes)
                .orElse(0L);
        return new ImageFacts(sizeBytes, Math.max(0, sizeBytes - shared), layers.size(), createdAt);
    }

    private boolean standsOn(ImageContent base) {
        int height = base.layers().size();
        return layers.size() > height && layers.subList(0, height).equals(base.layers());
    }
}
