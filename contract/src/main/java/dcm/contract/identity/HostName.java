package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The name of a host, under which its worker joins: a DNS label, 1 to 63 characters {@code [a-z][a-z0-9-]*}. */
public record HostName(@JsonValue String value) implements Comparable<HostName> {
    private static final Pattern SHAPE = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public HostName {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidValueException(
                    "A host name has 1 to 63 lower-case letters, digits or '-' and starts with a letter; got "
                            + Printable.quoted(value) + ".");
        }
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
