package dcm.projection.host;

import dcm.contract.identity.Image;
import dcm.contract.identity.ImageFacts;
import dcm.contract.snapshot.HostSnapshot;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The images that hosts offer to everybody, as they were last told. Thread-safe. */
public final class BaseImages {
    private final Map<String, HostSnapshot> hosts = new ConcurrentHashMap<>();

    /**
     * An image that hosts offer.
     *
     * @param facts null where a host does not tell them
     */
    public record BaseImage(Image image, @Nullable ImageFacts facts) {}

    /** A host was heard. */
    public void take(HostSnapshot host) {
        if (host.removedAt() == null) {
            hosts.put(host.name().value(), host);
        } else {
            hosts.remove(host.name().value());
        }
    }

    /** All of them by name; where hosts have different images of one name, what was heard last. */
    public List<BaseImage> all() {
        Map<String, BaseImage> byName = new TreeMap<>();
        hosts.values().stream()
                .sorted(Comparator.comparing(HostSnapshot::lastSeen))
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
