package dcm.gateway.terminal;

import dcm.shell.api.CommandFailure;
import dcm.shell.api.Exit;
import java.util.List;
import org.jline.reader.Parser;
import org.jline.reader.SyntaxError;
import org.jline.reader.impl.DefaultParser;

/** A line as words, as a shell takes it: with quotes and backslashes, and nothing else that a shell does. */
final class Words {
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int MOST = 1000;

    private Words() {}

    /**
     * The words of a line.
     *
     * @throws CommandFailure if it is too long, or a quote does not end
     */
    static List<String> of(String line) {
        if (line.length() > LONGEST_LINE) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "A command has at most %d characters; this has %d.".formatted(LONGEST_LINE, line.length()));
        }
        List<String> words;
        try {
            words = strict().parse(line, line.length(), Parser.ParseContext.ACCEPT_LINE)
                    .words();
        } catch (SyntaxError unfinished) {
            throw new CommandFailure(Exit.USAGE, "A quote is not closed, or a backslash is last.");
        }
        if (words.size() > MOST) {
            throw new CommandFailure(
                    Exit.USAGE, "A command has at most %d words; this has %d.".formatted(MOST, words.size()));
        }
        return words.stream()
                .filter(word -> !word.isEmpty() || words.size() > 1)
                .toList();
    }

    private static DefaultParser strict() {
        DefaultParser parser = parser();
        parser.setEofOnUnclosedQuote(true);
        parser.setEofOnEscapedNewLine(true);
        return parser;
    }

    /** How the line editor takes a line apart, too. */
    static DefaultParser parser() {
        return new DefaultParser();
    }
}
