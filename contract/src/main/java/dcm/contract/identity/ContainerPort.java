package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A container port that is published under the same number, written {@code 8080/tcp}. The default protocol is TCP. */
public record ContainerPort(PortNumber number, Protocol protocol) implements Comparable<ContainerPort> {
    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,5})(?:/(tcp|udp))?");
    private static final Comparator<ContainerPort> ORDER =
            Comparator.comparing(ContainerPort::number).thenComparing(ContainerPort::protocol);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ContainerPort parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidValueException(
                    "A port has the form NUMBER, NUMBER/tcp or NUMBER/udp; got " + Printable.quoted(text) + ".");
        }
        return new ContainerPort(
                new PortNumber(Integer.parseInt(matcher.group(1))),
                "udp".equals(matcher.group(2)) ? Protocol.UDP : Protocol.TCP);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ContainerPort tcp(int number) {
        return new ContainerPort(new PortNumber(number), Protocol.TCP);
    }

    @Override
    public int compareTo(ContainerPort other) {
        return ORDER.compare(this, other);
    }

    @JsonValue
    @Override
    public String toString() {
        return number + "/" + protocol;
    }
}
