package dcm.contract.preset;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A resource limit of processes; -1 means unlimited.
 *
 * @param soft the initial limit
 * @param hard the limit up to which a process can raise it; null: the same as {@code soft}
 * @see <a href="https://man7.org/linux/man-pages/man2/getrlimit.2.html">setrlimit(2)</a>
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Ulimit(Long soft, @Nullable Long hard) {

    /** The hard limit with the default applied. */
    public long ceiling() {
        return hard == null ? soft : hard;
    }
}
