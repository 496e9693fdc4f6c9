package dcm.projection.host;

import dcm.contract.identity.Image;
import dcm.contract.identity.ImageFacts;
import dcm.contract.snapshot.HostSnapshot;
import dcm.rest.host.HostCache;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The base images that hosts offer. Thread-safe. */
public final class AvailableBaseImages {
    private final HostCache hosts;

    AvailableBaseImages(HostCache hosts) {
        this.hosts = hosts;
    }

    /**
     * A base image that hosts offer.
     *
     * @param facts null if the host does not report them
     */
    public record BaseImage(Image image, @Nullable ImageFacts facts) {}

    /**
     * All base images by name. If hosts have different images under one name, a host that the installation itself has set up
     * decides before one that joined, and then the host seen last.
     */
    public List<BaseImage> all() {
        Map<String, BaseImage> byName = new TreeMap<>();
        hosts.all().stream()
                .sorted(Comparator.<HostSnapshot, Boolean>comparing(host -> host.declaration() == null)
                        .thenComparing(HostSnapshot::lastSeen))
                .forEach(host -> host.report()
                        .baseImages()
                        .forEach(image -> byName.put(
                                image.name().value(),
                                new BaseImage(
                                        image,
                                        host.report()
                                                .imageFacts()
                                                .get(image.digest().value())))));
        return List.copyOf(byName.values());
    }
}
