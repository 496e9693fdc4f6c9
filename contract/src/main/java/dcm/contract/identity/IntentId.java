package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * An intent's id: a UUID in lower case, time-ordered (version 7) unless it is derived from an idempotency key or
 * another intent.
 */
public record IntentId(@JsonValue String value) {
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final SecureRandom RANDOM = new SecureRandom();

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public IntentId {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidValueException(
                    "An intent id is a UUID in lower case; got " + Printable.quoted(value) + ".");
        }
    }

    /** The intent with an id; empty if {@code id} is not that of an intent. */
    public static Optional<IntentId> parse(String id) {
        return SHAPE.matcher(id).matches() ? Optional.of(new IntentId(id)) : Optional.empty();
    }

    /** A new id that sorts by time (RFC 9562, version 7). */
    public static IntentId fresh() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        ByteBuffer.wrap(bytes)
                .putLong(0, System.currentTimeMillis() << 16 | (bytes[6] & 0xffL) << 8 | bytes[7] & 0xffL);
        return ofBytes(bytes, 7);
    }

    /**
     * The id for an idempotency key of {@code actor}. Equal keys of one actor give equal ids; keys of different actors
     * give different ids.
     */
    public static IntentId ofKey(Actor actor, String idempotencyKey) {
        return ofBytes(Sha256.of((actor + "\n" + idempotencyKey).getBytes(StandardCharsets.UTF_8)), 8);
    }

    /** The id of the follow-up intent that admission creates for a step of this intent. */
    public IntentId following(String step) {
        return ofBytes(Sha256.of((value + "\n" + step).getBytes(StandardCharsets.UTF_8)), 8);
    }

    private static IntentId ofBytes(byte[] bytes, int version) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long high = buffer.getLong() & ~0xf000L | (long) version << 12;
        long low = buffer.getLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        return new IntentId(new UUID(high, low).toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
