package dcm.shell.admin;

import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/** Converts between a date or time on the command line and the API's timestamps. A date is in UTC, as everywhere in DCM. */
final class DateTimeArgument {
    private DateTimeArgument() {}

    /**
     * The end of a date such as {@code 2027-03-31} in UTC, or a time such as
     * {@code 2027-03-31T22:00:00Z}.
     */
    static String end(String text) {
        try {
            return LocalDate.parse(text)
                    .plusDays(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant()
                    .toString();
        } catch (DateTimeParseException noDay) {
            return time(text);
        }
    }

    /** The beginning of a date in UTC, or a time. */
    static String begin(String text) {
        try {
            return LocalDate.parse(text)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant()
                    .toString();
        } catch (DateTimeParseException noDay) {
            return time(text);
        }
    }

    private static String time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant().toString();
        } catch (DateTimeParseException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "'%s' is neither a day such as 2027-03-31 nor a time such as 2027-03-31T22:00:00Z."
                            .formatted(text));
        }
    }

    /** The inverse of {@link #end}: midnight as the date before it, any other time unchanged. */
    static String shown(String time) {
        try {
            OffsetDateTime end = Instant.parse(time).atOffset(ZoneOffset.UTC);
            return end.toLocalTime().equals(LocalTime.MIDNIGHT)
                    ? end.toLocalDate().minusDays(1).toString()
                    : time;
        } catch (DateTimeException none) {
            return time;
        }
    }
}
