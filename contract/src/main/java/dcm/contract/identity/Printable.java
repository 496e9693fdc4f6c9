package dcm.contract.identity;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Quotes user input for error messages: escapes control characters and truncates long input. */
public final class Printable {
    private static final Pattern CONTROL = Pattern.compile("\\p{C}");
    private static final Pattern CONTROL_BUT_LINES = Pattern.compile("[\\p{C}&&[^\\n]]");
    private static final int LONGEST = 80;
    private static final int LONGEST_SENTENCE = 2000;

    private Printable() {}

    /**
     * A sentence that may contain text of others, for a record of the log: without control characters and with at most
     * {@value #LONGEST_SENTENCE} characters.
     */
    public static String sentence(String text) {
        String cut = text.length() <= LONGEST_SENTENCE ? text : text.substring(0, LONGEST_SENTENCE) + "…";
        return CONTROL_BUT_LINES.matcher(cut).replaceAll(" ");
    }

    /** The {@linkplain #sentence(String) sentence}; null if there is none. */
    public static @Nullable String sentenceOrNull(@Nullable String text) {
        return text == null ? null : sentence(text);
    }

    /** {@code input} in quotation marks. */
    public static String quoted(String input) {
        String cut = input.length() <= LONGEST ? input : input.substring(0, LONGEST) + "…";
        return '\''
                + CONTROL.matcher(cut)
                        .replaceAll(m -> String.format("\\\\u%04x", m.group().codePointAt(0)))
                + '\'';
    }
}
