package dcm.contract.preset;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.Printable;
import java.util.regex.Pattern;

/**
 * The name of a preset: 1 to 63 lower-case letters, digits or '-'; starts with a letter and does not end with '-'.
 * Never reused.
 */
public record PresetName(@JsonValue String value) implements Comparable<PresetName> {
    private static final Pattern SHAPE = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PresetName {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidValueException(
                    "A preset name has 1 to 63 lower-case letters, digits or '-'. It starts with a letter and does not"
                            + " end with '-'; got " + Printable.quoted(value) + ".");
        }
    }

    @Override
    public int compareTo(PresetName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
