package dcm.projection.container;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/** The position where a page of containers ended, encoded as an opaque text. */
public record Cursor(Instant createdAt, String id) {
    /**
     * An upper bound for times in a cursor. The database cannot store later times, so {@link #toString()} never writes
     * them.
     */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** Parses a cursor that {@link #toString()} wrote. */
    public static Cursor parse(String text) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 2);
            Instant createdAt = Instant.parse(parts[0]);
            if (createdAt.isBefore(Instant.EPOCH) || createdAt.isAfter(LATEST)) {
                throw notMadeHere();
            }
            return new Cursor(createdAt, new ContainerId(parts[1]).value());
        } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException e) {
            throw notMadeHere();
        }
    }

    private static InvalidValueException notMadeHere() {
        return new InvalidValueException("cursor: Use the unchanged value next of an earlier page.");
    }

    @Override
    public String toString() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((createdAt + " " + id).getBytes(StandardCharsets.UTF_8));
    }
}
