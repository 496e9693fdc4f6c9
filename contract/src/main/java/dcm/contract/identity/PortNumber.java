package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A TCP or UDP port, 1 to 65535. */
public record PortNumber(@JsonValue int value) implements Comparable<PortNumber> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PortNumber {
        if (value < 1 || value > 65_535) {
            throw new InvalidValueException("A port is a number from 1 to 65535; got " + value + ".");
        }
    }

    @Override
    public int compareTo(PortNumber other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
