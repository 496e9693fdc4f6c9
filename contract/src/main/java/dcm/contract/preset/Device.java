package dcm.contract.preset;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A device of the host. Inside it has the same path: an engine that remaps users cannot give it another one.
 *
 * @param path below {@code /dev}
 * @param permissions of {@code r}, {@code w} and {@code m} (make nodes); null: {@code rw}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Device(String path, @Nullable String permissions) {

    /** What may be done with it. */
    public String allowed() {
        return permissions == null ? "rw" : permissions;
    }
}
