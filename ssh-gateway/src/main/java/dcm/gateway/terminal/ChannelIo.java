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
 * What goes in and out of a channel: through a terminal where the client asked for one, else as it is.
 *
 * @param terminal null where there is none
 * @param type what it is; null where there is none
 * @param lines what is typed there; null where nothing is
 */
record ChannelIo(
        InputStream in,
        OutputStream out,
        OutputStream err,
        @Nullable Terminal terminal,
        @Nullable TerminalType type,
        @Nullable BoundedLines lines,
        Screen screen)
        implements AutoCloseable {

    /** The longest line that is typed. Longer ones end the session: the editor's work grows with the square of it. */
    static final int LONGEST_LINE = 2048;

    static ChannelIo of(InputStream in, OutputStream out, OutputStream err, Environment environment)
            throws IOException {
        String term = environment.getEnv().get(Environment.ENV_TERM);
        if (term == null) {
            var screen = new Screen(writer(out), writer(err), false, false, () -> Integer.MAX_VALUE);
            return new ChannelIo(in, out, err, null, null, null, screen);
        }
        TerminalType type = TerminalType.of(term);
        var lines = new BoundedLines(in, LONGEST_LINE);
        Terminal terminal = terminal(type.known(), lines, out, environment);
        var screen = new Screen(terminal.writer(), terminal.writer(), true, type.hasColours(), terminal::getColumns);
        return new ChannelIo(terminal.input(), terminal.output(), terminal.output(), terminal, type, lines, screen);
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
                    // What comes of it is drawn, and drawing may have to wait for the client; the connection's thread
                    // must not.
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

    /** What a client says; some say 0, or what no screen has. */
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
