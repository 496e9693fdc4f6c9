package dcm.shell.document;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What a request to create containers would do. */
public record DryRunDocument(List<Planned> containers, Map<String, Remaining> quota) {
    public DryRunDocument {
        containers = containers == null ? List.of() : List.copyOf(containers);
        quota = quota == null ? Map.of() : Collections.unmodifiableMap(quota); // in the order of the response
    }

    /** A container that would be created. */
    public record Planned(String name, String host, String image, String cpus, long memoryMiB) {}

    /** What would be used and left of a resource. */
    public record Remaining(String used, String limit, String left) {}
}
