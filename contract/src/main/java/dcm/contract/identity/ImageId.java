package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A committed image's permanent id in the log: 16 hexadecimal digits, derived from the intent that created it. It is
 * known before the image's digest.
 */
public record ImageId(@JsonValue String value) implements Comparable<ImageId> {
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{16}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ImageId {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidValueException(
                    "An image id has 16 hexadecimal digits; got " + Printable.quoted(value) + ".");
        }
    }

    /** The id of the image created by {@code intent}. A repeated intent gives the same id. */
    public static ImageId of(IntentId intent) {
        return new ImageId(Sha256.digits("image:" + intent));
    }

    @Override
    public int compareTo(ImageId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
