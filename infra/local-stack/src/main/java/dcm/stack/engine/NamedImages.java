package dcm.stack.engine;

import dcm.contract.event.Event;
import dcm.contract.event.HandOverEvent.HandOverReceived;
import dcm.contract.event.ImageEvent.ImageRemoved;
import dcm.contract.event.ImageOrdered;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.OwnerName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The names and owners of images, according to the events. Not thread-safe. */
final class NamedImages {
    private final Map<ImageId, NamedImage> images = new HashMap<>();

    record NamedImage(OwnerName owner, ImageName name) {}

    void apply(AggregateId aggregate, Event event) {
        switch (event) {
            case ImageOrdered ordered -> images.put(ordered.image(), new NamedImage(aggregate.owner(), ordered.name()));
            case HandOverReceived received ->
                images.put(
                        received.image(),
                        new NamedImage(aggregate.owner(), received.item().image()));
            case ImageRemoved removed -> images.remove(removed.image());
            default -> {
                // Names no image.
            }
        }
    }

    /** Empty if the image was removed. */
    Optional<NamedImage> find(ImageId image) {
        return Optional.ofNullable(images.get(image));
    }
}
