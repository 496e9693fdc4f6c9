package dcm.projection.rest;

import dcm.contract.identity.InvalidValueException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Parses times in query parameters. */
final class TimeParameter {
    /** The database cannot store much later times. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private TimeParameter() {}

    /** The time; null if none is given. */
    static @Nullable Instant parse(String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
                throw invalid(field);
            }
            return time;
        } catch (DateTimeParseException e) {
            throw invalid(field);
        }
    }

    private static InvalidValueException invalid(String field) {
        return new InvalidValueException(
                field + ": A time with an offset, such as 2026-11-25T00:00:00Z, from 1970 to 9999.");
    }
}
