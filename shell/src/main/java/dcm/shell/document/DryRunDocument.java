package dcm.shell.document;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request would do.
 *
 * @param change what would happen to an existing container or image; null: containers would be created
 */
public record DryRunDocument(
        List<Planned> containers, @Nullable Change change, Map<String, Remaining> quota) {
    public DryRunDocument {
        containers = containers == null ? List.of() : List.copyOf(containers);
        quota = quota == null ? Map.of() : Collections.unmodifiableMap(quota); // in the order of the response
    }

    /** What would happen to an existing container or image. */
    public record Change(String operation, String container, String name, String image, String host, String notice) {}

    /** A container that would be created. */
    public record Planned(String name, String host, String image, String cpus, long memoryMiB) {}

    /** What would be used and left of a resource. */
    public record Remaining(String used, String limit, String left) {}
}
