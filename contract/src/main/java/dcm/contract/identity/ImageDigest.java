package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The digest that identifies an image's content in Docker: {@code sha256:} and 64 hexadecimal digits. */
public record ImageDigest(@JsonValue String value) {
    private static final String ALGORITHM = "sha256:";
    private static final Pattern SHAPE = Pattern.compile(ALGORITHM + "[0-9a-f]{64}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ImageDigest {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidValueException("Not an image digest: " + Printable.quoted(value) + ".");
        }
    }

    /** The digest without the name of its algorithm. */
    public String hex() {
        return value.substring(ALGORITHM.length());
    }

    @Override
    public String toString() {
        return value;
    }
}
