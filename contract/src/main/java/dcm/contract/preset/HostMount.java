package dcm.contract.preset;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A directory or file of the host.
 *
 * @param source on the host, where it must exist
 * @param target where it is seen
 * @param readOnly null: true
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HostMount(
        String source, String target, @Nullable Boolean readOnly) {

    /** True when this one's source lies in the other's. */
    public boolean isBelow(HostMount other) {
        return source.startsWith(other.source + "/");
    }

    /** Whether the container may write there. */
    public boolean mayWrite() {
        return Boolean.FALSE.equals(readOnly);
    }
}
