package dcm.gateway.terminal;

import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line into words like a POSIX shell: blanks, quotes and backslashes, without expansion. The line editor's own
 * parser handles quotes less precisely and drops empty words.
 */
final class ShellWords {
    private static final int MAX_LINE = 64 * 1024;
    private static final int MAX_WORDS = 1000;
    private static final String KEPT_BEHIND_A_BACKSLASH = "\"\\$`";

    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean begun;
    private int at;

    private ShellWords(String line) {
        this.line = line;
    }

    /**
     * The words of a line.
     *
     * @throws CommandFailure if the line is too long or a quote is not closed
     */
    static List<String> of(String line) {
        if (line.length() > MAX_LINE) {
            throw misunderstood("A command can have at most %d characters, got %d.".formatted(MAX_LINE, line.length()));
        }
        List<String> words = new ShellWords(line).split();
        if (words.size() > MAX_WORDS) {
            throw misunderstood("A command can have at most %d words, got %d.".formatted(MAX_WORDS, words.size()));
        }
        return words;
    }

    private List<String> split() {
        while (at < line.length()) {
            char c = line.charAt(at++);
            switch (c) {
                case ' ', '\t', '\n', '\r' -> end();
                case '\'' -> quoted(c);
                case '"' -> quoted(c);
                case '\\' -> add(next());
                default -> add(c);
            }
        }
        end();
        return words;
    }

    /** Reads up to the closing quote. */
    private void quoted(char quote) {
        begun = true;
        for (char c = next(); c != quote; c = next()) {
            boolean behindBackslash = c == '\\' && quote == '"' && KEPT_BEHIND_A_BACKSLASH.indexOf(peek()) >= 0;
            add(behindBackslash ? next() : c);
        }
    }

    private char peek() {
        return at < line.length() ? line.charAt(at) : '\0';
    }

    private char next() {
        if (at == line.length()) {
            throw misunderstood("A quote is not closed, or the command ends with a backslash.");
        }
        return line.charAt(at++);
    }

    private void add(char c) {
        begun = true;
        word.append(c);
    }

    private void end() {
        if (begun) {
            words.add(word.toString());
            word.setLength(0);
            begun = false;
        }
    }

    private static CommandFailure misunderstood(String sentence) {
        return new CommandFailure(ExitCode.USAGE, sentence);
    }
}
