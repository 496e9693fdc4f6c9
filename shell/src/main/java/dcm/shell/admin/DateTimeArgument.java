package dcm.shell.admin;

import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;

/** Converts between a date or time on the command line and the API's timestamps. A date is in the local time zone. */
final class DateTimeArgument {
    private DateTimeArgument() {}

    /**
     * The end of a date such as {@code 2027-03-31} in the local time zone, or a time such as
     * {@code 2027-03-31T22:00:00Z}.
     */
    static String end(String text) {
        try {
            return LocalDate.parse(text)
                    .plusDays(1)
                    .atStartOfDay(ZoneId.systemDefault())
                    .toInstant()
                    .toString();
        } catch (DateTimeParseException noDay) {
            return time(text);
        }
    }

    /** The beginning of a date in the local time zone, or a time. */
    static String begin(String text) {
        try {
            return LocalDate.parse(text)
                    .atStartOfDay(ZoneId.systemDefault())
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

    /** The inverse of {@link #end}: local midnight as the date before it, any other time unchanged. */
    static String shown(String time) {
        try {
            ZonedDateTime here = Instant.parse(time).atZone(ZoneId.systemDefault());
            return here.toLocalTime().equals(LocalTime.MIDNIGHT)
                    ? here.toLocalDate().minusDays(1).toString()
                    : time;
        } catch (DateTimeException none) {
            return time;
        }
    }
}
