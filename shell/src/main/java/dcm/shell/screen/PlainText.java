package dcm.shell.screen;

import java.util.regex.Pattern;

/**
 * Makes untrusted text, such as container output, safe to print on a terminal. It removes control sequences (ECMA-48)
 * and other invisible characters, including those that change the text direction.
 */
public final class PlainText {
    private static final Pattern SEQUENCES = Pattern.compile(
            // Control sequences, control strings with their terminator, and shorter escape sequences.
            "(?:\\x1b\\[|\\x9b)[\\x30-\\x3f]*[\\x20-\\x2f]*[\\x40-\\x7e]?"
                    + "|(?:\\x1b[PX\\]^_]|[\\x90\\x98\\x9d-\\x9f])[^\\x07\\x1b\\x9c]*(?:\\x07|\\x1b\\\\|\\x9c)?"
                    + "|\\x1b[\\x20-\\x2f]*[\\x30-\\x7e]?");
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}&&[^\\t\\n]]");

    private PlainText() {}

    /** Removes control sequences and invisible characters; keeps line breaks and tabs. */
    public static String of(String text) {
        return UNSEEN.matcher(SEQUENCES.matcher(text).replaceAll("")).replaceAll("");
    }

    /** Like {@link #of}, but on one line. */
    public static String line(String text) {
        return of(text).replaceAll("[\\t\\n]+", " ");
    }
}
