package dcm.stack;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;

/** Times as people say them on the command line. */
final class Day {
    private Day() {}

    /** The end of a day such as {@code 2027-03-31}, where this is run; anything else as it is, for the API to judge. */
    static String end(String text) {
        try {
            return LocalDate.parse(text)
                    .plusDays(1)
                    .atStartOfDay(ZoneId.systemDefault())
                    .toInstant()
                    .toString();
        } catch (DateTimeParseException noDay) {
            return text;
        }
    }
}
