package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of an image registry: {@code HOST} or {@code HOST:PORT}, in lower case. The default port is 443. An IPv6
 * address is in brackets.
 */
public record RegistryName(@JsonValue String value) implements Comparable<RegistryName> {
    private static final int LONGEST = 255;

    /** Like Docker, requires a dot, a port or {@code localhost}: a name without them is part of a path. */
    private static final Pattern SHAPE = Pattern.compile(
            "((?=[^:]*[.:]|localhost)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\\[(?<ipv6>[0-9a-f:.]+)])"
                    + "(:(?<port>[1-9][0-9]{0,4}))?");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RegistryName {
        if (value.length() > LONGEST || !isValid(value)) {
            throw new InvalidValueException(
                    "A registry has the form HOST or HOST:PORT in lower case, such as registry.lab.example:5000; got "
                            + Printable.quoted(value) + ".");
        }
    }

    private static boolean isValid(String value) {
        Matcher matcher = SHAPE.matcher(value);
        if (!matcher.matches()) {
            return false;
        }
        String port = matcher.group("port");
        String address = matcher.group("ipv6");
        return (port == null || Integer.parseInt(port) <= 65_535) && (address == null || isAddress(address));
    }

    private static boolean isAddress(String text) {
        try {
            IpLiteral.parse(text);
            return text.contains(":"); // an IPv4 address has no brackets
        } catch (IllegalArgumentException e) {
            return false;
        }
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
