package dcm.contract.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.Printable;
import org.jspecify.annotations.Nullable;

/**
 * The result of a check on a host.
 *
 * @param check what was checked, such as {@code seccomp}
 * @param detail the result in one sentence
 * @param remedy what to do; null if nothing needs to be done
 */
public record Finding(
        String check, Level level, String detail, @Nullable String remedy) {
    /** The check whether the engine is connected to the swarm of the hosts; a host with a problem there gets no containers. */
    public static final String SWARM = "swarm";

    public Finding {
        check = Printable.sentence(check);
        detail = Printable.sentence(detail);
        remedy = Printable.sentenceOrNull(remedy);
    }

    /** The severity. */
    public enum Level {
        @JsonProperty("ok")
        OK,

        /** It works, but an administrator should know about it. */
        @JsonProperty("warning")
        WARNING,

        /** Users can be harmed, or something can fail. */
        @JsonProperty("problem")
        PROBLEM
    }
}
