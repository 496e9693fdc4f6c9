package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Identifies one invitation of a machine, and its time as a host until it is removed or joins again. A time-ordered UUID in
 * lower case (RFC 9562, version 7).
 */
public record JoinId(@JsonValue String value) {
    private static final Pattern SHAPE =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public JoinId {
        if (!isValid(value)) {
            throw new InvalidValueException(
                    "A join id is a UUID of version 7 in lower case; got " + Printable.quoted(value) + ".");
        }
    }

    /** Whether {@code text} can be a join id. */
    public static boolean isValid(String text) {
        return SHAPE.matcher(text).matches();
    }

    /** A new id. */
    public static JoinId fresh() {
        return new JoinId(IntentId.fresh().value());
    }

    /** When the id was created, in milliseconds. */
    public Instant created() {
        return Instant.ofEpochMilli(UUID.fromString(value).getMostSignificantBits() >>> 16);
    }

    @Override
    public String toString() {
        return value;
    }
}
