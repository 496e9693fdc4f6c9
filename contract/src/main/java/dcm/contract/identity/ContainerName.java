package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The name of a container, unique among its owner's containers, and its host name at its creation; a rename does not
 * change the host name. A DNS label of 1 to 63 characters that starts with a letter, so that it cannot be confused with
 * an SSH port.
 */
public record ContainerName(@JsonValue String value) {
    private static final Pattern SHAPE = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ContainerName {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidValueException(
                    "A container name has 1 to 63 lower-case letters, digits or '-'. It starts with a letter and does"
                            + " not end with '-'; got " + Printable.quoted(value) + ".");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
