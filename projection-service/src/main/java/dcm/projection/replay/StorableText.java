package dcm.projection.replay;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * JSON without the character NUL, which PostgreSQL cannot store. A record that contains NUL, such as a refusal that quotes its request, would
 * stop the views of all owners.
 */
final class StorableText {
    private static final String NUL = "\\u0000";

    /** The escape, unless its backslash is itself escaped. */
    private static final Pattern ESCAPED_NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    private StorableText() {}

    /** The same JSON with U+FFFD in place of NUL. */
    static byte[] of(byte[] json) {
        String text = new String(json, StandardCharsets.UTF_8);
        return text.contains(NUL)
                ? ESCAPED_NUL.matcher(text).replaceAll("$1\\\\ufffd").getBytes(StandardCharsets.UTF_8)
                : json;
    }
}
