package dcm.shell.screen;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import org.jline.utils.AttributedString;

/**
 * Where a command writes. Not thread-safe, but that lines do not mix.
 *
 * @param out results
 * @param err everything else
 * @param terminal whether a person looks at it
 * @param colours whether it has colours
 * @param columns how wide it is at present
 */
public record Screen(PrintWriter out, PrintWriter err, boolean terminal, boolean colours, IntSupplier columns) {
    private static final int LEAST_COLUMNS = 40;
    /** What controls a terminal and is allowed as it is in JSON's strings. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\\n\\r]]");

    /** A line of a result, made harmless. */
    public void line(String text) {
        out.println(PlainText.of(text));
        out.flush();
    }

    public void line(AttributedString text) {
        out.println(shown(text));
        out.flush();
    }

    /** A line besides the result, made harmless. */
    public void aside(String text) {
        err.println(PlainText.of(text));
        err.flush();
    }

    public void aside(AttributedString text) {
        err.println(shown(text));
        err.flush();
    }

    /** A result for programs. */
    public void json(JsonNode result) {
        out.println(UNSEEN.matcher(result.toPrettyString())
                .replaceAll(seen -> "\\\\u%04x".formatted((int) seen.group().charAt(0))));
        out.flush();
    }

    /** How many columns a line may have. */
    public int width() {
        return terminal ? Math.max(LEAST_COLUMNS, columns.getAsInt()) : Integer.MAX_VALUE;
    }

    String shown(AttributedString text) {
        return colours ? text.toAnsi() : text.toString();
    }
}
