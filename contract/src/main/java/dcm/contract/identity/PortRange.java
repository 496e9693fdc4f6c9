package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ports {@code first} to {@code last}, inclusive, written {@code 31000-31999}. A single port can be written without a
 * range.
 */
public record PortRange(int first, int last) {
    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

    public PortRange {
        if (first < 1 || last > 65_535 || last < first) {
            throw new InvalidValueException("A port range has the form FIRST-LAST, with ports from 1 to 65535; got "
                    + first + "-" + last + ".");
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static PortRange parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidValueException(
                    "A port range has the form FIRST-LAST, or is one port; got " + Printable.quoted(text) + ".");
        }
        String last = matcher.group(2) == null ? matcher.group(1) : matcher.group(2);
        return new PortRange(Integer.parseInt(matcher.group(1)), Integer.parseInt(last));
    }

    public boolean overlaps(PortRange other) {
        return first <= other.last && other.first <= last;
    }

    public boolean contains(PortNumber port) {
        return first <= port.value() && port.value() <= last;
    }

    public int size() {
        return last - first + 1;
    }

    @JsonValue
    @Override
    public String toString() {
        return first + "-" + last;
    }
}
