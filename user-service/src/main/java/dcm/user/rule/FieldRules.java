package dcm.user.rule;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.Printable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Validates fields of requests. An {@link dcm.contract.identity.InvalidValueException} names the invalid field. */
public final class FieldRules {
    private static final int MAX_LINE = 500;
    private static final int MAX_DISPLAY_NAME = 100;
    private static final int MAX_EMAIL = 254; // the path limit of RFC 5321
    private static final Pattern LINE = Pattern.compile("[^\\p{C}]*");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{C}<>\",;]+@[^@\\s\\p{C}<>\",;]+");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Duration LONGEST = Duration.ofDays(36_525);

    private FieldRules() {}

    /** One line of text; null stays null. */
    public static @Nullable String line(String field, @Nullable String given) {
        if (given == null) {
            return null;
        }
        if (given.isBlank() || given.length() > MAX_LINE || !LINE.matcher(given).matches()) {
            throw new InvalidValueException(field + ": One line of at most " + MAX_LINE + " characters.");
        }
        return given;
    }

    /** A description, which may be missing or empty. */
    public static String description(@Nullable String given) {
        return given == null || given.isBlank()
                ? ""
                : String.valueOf(line("description", given)).strip();
    }

    /** A display name without surrounding blanks. */
    public static String displayName(String given) {
        String shown = given.strip();
        if (shown.isEmpty()
                || shown.length() > MAX_DISPLAY_NAME
                || shown.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidValueException(
                    "displayName: 1 to " + MAX_DISPLAY_NAME + " characters, none of them a control character.");
        }
        return shown;
    }

    /** An email address, checked for its form only; null stays null. */
    public static @Nullable String email(@Nullable String given) {
        if (given != null
                && (given.length() > MAX_EMAIL || !EMAIL.matcher(given).matches())) {
            throw new InvalidValueException(
                    "email: An address such as alice@lab.example of at most " + MAX_EMAIL + " characters.");
        }
        return given;
    }

    /** A time in the future. A date means the end of that day in UTC. Null stays null. */
    public static @Nullable Instant futureTime(String field, @Nullable String given, Instant now) {
        if (given == null) {
            return null;
        }
        try {
            Instant time = DAY.matcher(given).matches()
                    ? LocalDate.parse(given)
                            .plusDays(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                    : OffsetDateTime.parse(given).toInstant();
            if (!time.isAfter(now) || time.isAfter(now.plus(LONGEST))) {
                throw new InvalidValueException(field + ": A future time within 100 years; got "
                        + Printable.quoted(given) + ", which is " + (time.isAfter(now) ? "later" : "past")
                        + ". The time of the server is " + now.truncatedTo(ChronoUnit.SECONDS) + ".");
            }
            return time;
        } catch (DateTimeParseException e) {
            throw new InvalidValueException(
                    field + ": A time with an offset, such as 2027-03-31T22:00:00Z, or a day, such as 2027-03-31; got "
                            + Printable.quoted(given) + ".");
        }
    }
}
