package dcm.shell.screen;

import java.util.regex.Pattern;

/**
 * Text that others wrote, such as what a container prints, made harmless for a terminal: without the sequences by which a terminal is
 * controlled (ECMA-48), and without the other characters that are not shown, of which some turn the direction of writing.
 */
public final class PlainText {
    private static final Pattern SEQUENCES = Pattern.compile(
            // Control sequences, strings for the terminal up to their end, and shorter escapes.
            "(?:\\x1b\\[|\\x9b)[\\x30-\\x3f]*[\\x20-\\x2f]*[\\x40-\\x7e]?"
                    + "|(?:\\x1b[PX\\]^_]|[\\x90\\x98\\x9d-\\x9f])[^\\x07\\x1b\\x9c]*(?:\\x07|\\x1b\\\\|\\x9c)?"
                    + "|\\x1b[\\x20-\\x2f]*[\\x30-\\x7e]?");
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}&&[^\\t\\n]]");

    private PlainText() {}

    /** Without what is not shown; lines and tabs stay. */
    public static String of(String text) {
        return UNSEEN.matcher(SEQUENCES.matcher(text).replaceAll("")).replaceAll("");
    }

    /** The same on one line. */
    public static String line(String text) {
        return of(text).replaceAll("[\\t\\n]+", " ");
    }
}
