package dcm.contract.preset;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A bind mount of a host directory or file.
 *
 * @param source the path on the host, which must exist
 * @param target the path in the container
 * @param readOnly null: true
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HostMount(
        String source, String target, @Nullable Boolean readOnly) {

    /** Whether this mount's source is below the other mount's source. */
    public boolean isBelow(HostMount other) {
        return source.startsWith(other.source + "/");
    }

    /** Whether the container can write to the mount. */
    public boolean mayWrite() {
        return Boolean.FALSE.equals(readOnly);
    }
}
