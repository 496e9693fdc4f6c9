package dcm.gateway.terminal;

import dcm.shell.screen.Screen;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.Signal;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.jspecify.annotations.Nullable;

/**
 * The input and output of a channel, with a terminal if the client requested one.
 *
 * @param terminal null without a terminal
 * @param type the type of the terminal; null without a terminal
 * @param lines the input of the terminal; null without a terminal
 * @param pager the output of the terminal; null without a terminal
 */
record ChannelIo(
        InputStream in,
        OutputStream out,
        OutputStream err,
        @Nullable Terminal terminal,
        @Nullable TerminalType type,
        @Nullable BoundedLines lines,
        @Nullable ScreenPager pager,
        Screen screen)
        implements AutoCloseable {

    /**
     * The maximum length of a typed line. A longer one ends the session, because the editor's work grows quadratically.
     */
    static final int MAX_LINE = 2048;

    static ChannelIo of(InputStream in, OutputStream out, OutputStream err, Environment environment)
            throws IOException {
        String term = environment.getEnv().get(Environment.ENV_TERM);
        if (term == null) {
            var screen = new Screen(writer(out), writer(err), false, false, () -> Integer.MAX_VALUE);
            return new ChannelIo(in, out, err, null, null, null, null, screen);
        }
        TerminalType type = TerminalType.of(term);
        var lines = new BoundedLines(in, MAX_LINE);
        Terminal terminal = terminal(type.known(), lines, out, environment);
        var pager = new ScreenPager(terminal);
        var screen = new Screen(
                new PrintWriter(pager), terminal.writer(), true, type.hasColours(), terminal::getColumns, pager);
        return new ChannelIo(
                terminal.input(), terminal.output(), terminal.output(), terminal, type, lines, pager, screen);
    }

    private static PrintWriter writer(OutputStream out) {
        return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    private static Terminal terminal(String type, InputStream in, OutputStream out, Environment environment)
            throws IOException {
        var terminal = new ExternalTerminal("dcm", type, in, new FlushingOutput(out), StandardCharsets.UTF_8);
        resize(terminal, environment);
        var pending = new AtomicBoolean();
        environment.addSignalListener(
                (channel, signal) -> {
                    // On another thread: a resize redraws the line, which may wait for the client and must not block
                    // the connection's thread.
                    if (pending.compareAndSet(false, true)) {
                        Thread.ofVirtual().name("resize").start(() -> {
                            pending.set(false);
                            resize(terminal, environment);
                            terminal.raise(Terminal.Signal.WINCH);
                        });
                    }
                },
                Signal.WINCH);
        return terminal;
    }

    private static void resize(Terminal terminal, Environment environment) {
        terminal.setSize(Size.of(
                number(environment, Environment.ENV_COLUMNS, 80), number(environment, Environment.ENV_LINES, 24)));
    }

    /** A dimension that the client sent; replaced by the default if it is 0 or unrealistic. */
    private static int number(Environment environment, String name, int otherwise) {
        String text = environment.getEnv().getOrDefault(name, "");
        int number = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        return number > 0 ? Math.min(number, 1000) : otherwise;
    }

    @Override
    public void close() throws IOException {
        screen.out().flush();
        screen.err().flush();
        if (terminal != null) {
            terminal.close();
        }
    }
}
