package dcm.contract.preset;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A device of the host. It has the same path in the container, because an engine with user-namespace remapping cannot
 * change the path.
 *
 * @param path below {@code /dev}
 * @param permissions of {@code r}, {@code w} and {@code m} (make nodes); null: {@code rw}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Device(String path, @Nullable String permissions) {

    /** The permissions with the default applied. */
    public String allowed() {
        return permissions == null ? "rw" : permissions;
    }
}
