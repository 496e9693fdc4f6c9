package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The name of a host, under which its worker joins: a DNS label, 1 to 63 characters {@code [a-z][a-z0-9-]*}, of which the last is not a hyphen. */
public record HostName(@JsonValue String value) implements Comparable<HostName> {
    private static final Pattern SHAPE = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public HostName {
        if (!isValid(value)) {
            throw new InvalidValueException(
                    "A host name has 1 to 63 lower-case letters, digits or '-', starts with a letter and"
                            + " does not end with '-'; got "
                            + Printable.quoted(value) + ".");
        }
    }

    /** Whether {@code text} can be the name of a host. */
    public static boolean isValid(String text) {
        return SHAPE.matcher(text).matches();
    }

    @Override
    public int compareTo(HostName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
