package dcm.shell.document;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request would do.
 *
 * @param change what would happen otherwise; null: containers would be created
 * @param events the events that an administrator's request would record; it has no other fields
 */
public record DryRunDocument(
        List<Planned> containers, @Nullable Change change, Map<String, Remaining> quota, List<String> events) {
    public DryRunDocument {
        containers = containers == null ? List.of() : List.copyOf(containers);
        events = events == null ? List.of() : List.copyOf(events);
        quota = quota == null ? Map.of() : Collections.unmodifiableMap(quota); // in the order of the response
    }

    /**
     * What a request would do, other than create containers. Fields that do not apply are empty.
     *
     * @param operation such as {@code stop}, {@code commit} or {@code change-keys}
     * @param name the new name of a container
     * @param image the image that would be created
     * @param host where it would be created
     */
    public record Change(String operation, String container, String name, String image, String host, String notice) {}

    /** A container that would be created. */
    public record Planned(String name, String host, String image, String cpus, long memoryMiB) {}

    /** What would be used and left of a resource. */
    public record Remaining(String used, String limit, String left) {}
}
