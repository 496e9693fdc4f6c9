package dcm.gateway.terminal;

import dcm.shell.screen.Pager;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Writer;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.NonBlockingReader;

/**
 * The output of a terminal, which stops at the end of each screen until the user presses a key. JLine's pager would also
 * open files of the gateway. Only the thread of the command may write.
 */
final class ScreenPager extends Writer implements Pager {
    private static final String QUESTION = "-- more: space for a page, Enter for a line, q to quit --";
    private static final String BACK_AND_CLEAR = "\r\u001b[K";
    private static final int ESCAPE = 0x1b;
    /** How long the rest of a key's control sequence may take, in milliseconds. */
    private static final long SEQUENCE_TIMEOUT = 50;

    /** What the user wants to see next. */
    private enum Answer {
        PAGE,
        LINE,
        QUIT
    }

    private final Terminal terminal;
    private final StringBuilder line = new StringBuilder();
    private boolean stopsAtEnds;
    private boolean quit;
    private int rows;

    ScreenPager(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Begins the output of a command. */
    void start() {
        stopsAtEnds = true;
        quit = false;
        rows = 0;
    }

    @Override
    public void stop() {
        stopsAtEnds = false;
        quit = false;
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            line.append(text[i]);
            if (text[i] == '\n') {
                end();
            }
        }
    }

    private void end() throws IOException {
        int needed = rows(line.substring(0, line.length() - 1));
        if (stopsAtEnds && !quit && rows > 0 && rows + needed >= terminal.getRows()) {
            switch (ask()) {
                case PAGE -> rows = 0;
                case LINE -> rows -= needed;
                case QUIT -> quit = true;
            }
        }
        rows += needed;
        show();
    }

    /** The number of rows that a line takes on the screen. */
    private int rows(String text) {
        int width = AttributedString.fromAnsi(text).columnLength();
        int columns = Math.max(1, terminal.getColumns());
        return Math.max(1, (width + columns - 1) / columns);
    }

    private void show() {
        if (!quit) {
            terminal.writer().append(line);
        }
        line.setLength(0);
    }

    private Answer ask() throws IOException {
        Attributes before = terminal.enterRawMode();
        try {
            terminal.writer().print(QUESTION);
            terminal.writer().flush();
            return answer(terminal.reader());
        } catch (InterruptedIOException interrupted) { // by Ctrl-C
            return Answer.QUIT;
        } finally {
            terminal.setAttributes(before);
            terminal.writer().print(BACK_AND_CLEAR);
            terminal.writer().flush();
        }
    }

    private static Answer answer(NonBlockingReader keys) throws IOException {
        while (true) {
            switch (keys.read()) {
                case ' ', 'f' -> {
                    return Answer.PAGE;
                }
                case '\r', '\n', 'j' -> {
                    return Answer.LINE;
                }
                case 'q', 'Q', -1 -> {
                    return Answer.QUIT;
                }
                case ESCAPE -> skipSequence(keys);
                default -> {} // not a key of the pager
            }
        }
    }

    /** Skips the rest of an arrow key's control sequence. */
    private static void skipSequence(NonBlockingReader keys) throws IOException {
        int key = keys.read(SEQUENCE_TIMEOUT);
        while (key >= 0 && (key == '[' || key == 'O' || key == ';' || Character.isDigit(key))) {
            key = keys.read(SEQUENCE_TIMEOUT);
        }
    }

    @Override
    public void flush() {
        show();
        terminal.writer().flush();
    }

    @Override
    public void close() {
        flush();
    }
}
