package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A label of a host, set by an administrator, such as {@code gpu}: 1 to 63 lower-case letters, digits, '.', '_' or
 * '-'; starts with a letter or digit.
 */
public record HostLabel(@JsonValue String value) implements Comparable<HostLabel> {
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public HostLabel {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidValueException(
                    "A label of a host has 1 to 63 lower-case letters, digits, '.', '_' or '-'. It starts with a letter"
                            + " or digit; got " + Printable.quoted(value) + ".");
        }
    }

    @Override
    public int compareTo(HostLabel other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
