package dcm.contract.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Something that was looked at on a host.
 *
 * @param check what it is about, such as {@code seccomp}
 * @param detail how it is, one sentence
 * @param remedy what to do; null where all is well
 */
public record Finding(
        String check, Level level, String detail, @Nullable String remedy) {

    /** How good it is. */
    public enum Level {
        @JsonProperty("ok")
        OK,

        /** It works, and an administrator should know. */
        @JsonProperty("warning")
        WARNING,

        /** Somebody may be harmed, or something fail. */
        @JsonProperty("problem")
        PROBLEM
    }
}
