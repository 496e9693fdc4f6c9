package dcm.projection.rest;

import dcm.contract.identity.InvalidValueException;
import org.jspecify.annotations.Nullable;

/** Checks texts in query parameters, before they are sought in the database. */
final class TextParameter {
    private static final int LONGEST = 200;

    private TextParameter() {}

    /** The text; null if none is given. */
    static @Nullable String of(String field, @Nullable String text) {
        return text == null ? null : check(field, text);
    }

    static String check(String field, String text) {
        return check(field, text, LONGEST);
    }

    static String check(String field, String text, int longest) {
        if (text.length() > longest) {
            throw new InvalidValueException(
                    field + ": At most " + longest + " characters; got " + text.length() + ". Shorten it.");
        }
        if (text.indexOf('\0') >= 0) { // PostgreSQL cannot compare with it
            throw new InvalidValueException(field + ": A text without the character NUL (%00). Remove it.");
        }
        return text;
    }
}
