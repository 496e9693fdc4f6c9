package dcm.projection.rest;

import dcm.contract.identity.InvalidValueException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Parses times in query parameters. */
final class TimeParameter {
    private TimeParameter() {}

    /** The time; null if none is given. */
    static @Nullable Instant parse(String field, @Nullable String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new InvalidValueException(field + ": A time with an offset, such as 2026-11-25T00:00:00Z.");
        }
    }
}
