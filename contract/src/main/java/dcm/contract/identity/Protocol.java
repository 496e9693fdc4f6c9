package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** A transport protocol whose ports can be published. */
public enum Protocol {
    @JsonProperty("tcp")
    TCP,
    @JsonProperty("udp")
    UDP;

    /** The lower-case name, such as {@code tcp}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
