package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Locale;

/** Whether owners' private networks reach across hosts, through one Docker swarm of the engines of all hosts. */
public enum SwarmMode {
    /** Each host has private networks of its own. */
    @JsonProperty("off")
    OFF,
    /** An owner's containers on all hosts share a network. */
    @JsonProperty("on")
    ON,
    /** The same, and Docker encrypts what containers send one another between hosts. */
    @JsonProperty("encrypted")
    ENCRYPTED;

    /** The ports of a swarm, for its managers, its members and its networks. */
    public static final String PORTS = "2377,7946,4789";

    /**
     * The value of the setting {@code DCM_SWARM}.
     *
     * @throws InvalidValueException if there is none of this name
     */
    public static SwarmMode parse(String text) {
        return Arrays.stream(values())
                .filter(mode -> mode.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidValueException(
                        "DCM_SWARM is " + Printable.quoted(text) + ", but must be off, on or encrypted."));
    }

    public boolean isOn() {
        return this != OFF;
    }

    /** As in the setting. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
