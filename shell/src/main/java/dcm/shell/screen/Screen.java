package dcm.shell.screen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import org.jline.utils.AttributedString;

/**
 * The output of a command. Not thread-safe, but concurrent lines are not mixed.
 *
 * @param out results
 * @param err everything else
 * @param terminal whether the output is a terminal
 * @param colours whether the terminal supports colours
 * @param columns the current width of the terminal
 * @param pager stops long results at the end of each screen
 */
public record Screen(
        PrintWriter out, PrintWriter err, boolean terminal, boolean colours, IntSupplier columns, Pager pager) {
    private static final int MIN_COLUMNS = 40;
    /** Control and format characters that JSON strings may contain unescaped. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\\n\\r]]");

    /** An output without a pager. */
    public Screen(PrintWriter out, PrintWriter err, boolean terminal, boolean colours, IntSupplier columns) {
        this(out, err, terminal, colours, columns, Pager.NONE);
    }

    /** Prints a line of the result, without control sequences. */
    public void line(String text) {
        out.println(PlainText.of(text));
        out.flush();
    }

    public void line(AttributedString text) {
        out.println(shown(text));
        out.flush();
    }

    /** Prints a line to standard error, without control sequences. A terminal gets it wrapped between words. */
    public void printError(String text) {
        for (String line : PlainText.of(text).split("\n", -1)) {
            WrappedText.lines(new AttributedString(line), width()).forEach(err::println);
        }
        err.flush();
    }

    /** Prints a line to standard error that users copy, such as a command. It is not wrapped. */
    public void printErrorUnwrapped(String text) {
        err.println(PlainText.line(text));
        err.flush();
    }

    public void printError(AttributedString text) {
        WrappedText.lines(text, width()).forEach(line -> err.println(shown(line)));
        err.flush();
    }

    /** Prints a result as JSON. */
    public void json(JsonNode result) {
        out.println(escaped(result.toPrettyString()));
        out.flush();
    }

    /** Prints a result of many as JSON on one line. */
    public void jsonLine(JsonNode result) {
        out.println(escaped(result.toString()));
        out.flush();
    }

    /** Prints an error as JSON. */
    public void jsonAside(JsonNode problem) {
        err.println(escaped(problem.toString()));
        err.flush();
    }

    private static String escaped(String json) {
        return UNSEEN.matcher(json)
                .replaceAll(seen -> "\\\\u%04x".formatted((int) seen.group().charAt(0)));
    }

    /** Prints results as a JSON array. */
    public void json(List<? extends JsonNode> results) {
        json(JsonNodeFactory.instance.arrayNode().addAll(results));
    }

    /** The maximum number of columns in a line; unlimited unless the output is a terminal. */
    public int width() {
        return terminal ? Math.max(MIN_COLUMNS, columns.getAsInt()) : Integer.MAX_VALUE;
    }

    String shown(AttributedString text) {
        return colours ? text.toAnsi() : text.toString();
    }
}
