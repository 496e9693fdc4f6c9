package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The address of an image registry: {@code HOST} or {@code HOST:PORT}, in lower case. The default port is 443. */
public record RegistryName(@JsonValue String value) implements Comparable<RegistryName> {
    private static final int LONGEST = 255;

    /** Like Docker, requires a dot, a port or {@code localhost}: a name without them is part of a path. */
    private static final Pattern SHAPE = Pattern.compile(
            "(?=[^:]*[.:]|localhost)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:[1-9][0-9]{0,4})?");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RegistryName {
        if (value.length() > LONGEST || !SHAPE.matcher(value).matches() || port(value) > 65_535) {
            throw new InvalidValueException(
                    "A registry has the form HOST or HOST:PORT in lower case, such as registry.lab.example:5000; got "
                            + Printable.quoted(value) + ".");
        }
    }

    private static int port(String value) {
        int colon = value.indexOf(':');
        return colon < 0 ? 443 : Integer.parseInt(value.substring(colon + 1));
    }

    @Override
    public int compareTo(RegistryName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
