package dcm.contract.identity;

import java.util.regex.Pattern;

/** Quotes user input for error messages: escapes control characters and truncates long input. */
public final class Printable {
    private static final Pattern CONTROL = Pattern.compile("\\p{C}");
    private static final int LONGEST = 80;

    private Printable() {}

    /** {@code input} in quotation marks. */
    public static String quoted(String input) {
        String cut = input.length() <= LONGEST ? input : input.substring(0, LONGEST) + "…";
        return '\''
                + CONTROL.matcher(cut)
                        .replaceAll(m -> String.format("\\\\u%04x", m.group().codePointAt(0)))
                + '\'';
    }
}
