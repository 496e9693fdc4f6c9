package dcm.gateway.terminal;

import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import picocli.CommandLine;

/** The interactive prompt: a greeting, then commands line by line. */
final class Prompt {
    private static final Logger LOG = Logger.getLogger(Prompt.class);
    private static final Set<String> GOODBYES = Set.of("exit", "quit", "logout", "bye");
    private static final int HISTORY = 500;

    private final Session session;
    private final ChannelIo io;
    private final VisitHistory visits;
    private final CommandLine shell;

    Prompt(Session session, ChannelIo io, VisitHistory visits) {
        this.session = session;
        this.io = io;
        this.visits = visits;
        this.shell = SingleCommand.shell(session);
    }

    /** Runs until the user exits. */
    int run() throws IOException {
        Terminal terminal = io.terminal();
        return terminal == null ? script() : conversation(terminal);
    }

    private int conversation(Terminal terminal) throws IOException {
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("dcm")
                .parser(new DefaultParser())
                .completer(new Suggestions(shell))
                .variable(LineReader.HISTORY_SIZE, HISTORY)
                .variable(LineReader.HISTORY_FILE_SIZE, HISTORY)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.HISTORY_IGNORE_DUPS, true)
                .option(LineReader.Option.COMPLETE_MATCHER_TYPO, false) // do not complete to another container's name
                .option(LineReader.Option.DISABLE_HIGHLIGHTER, true); // its work grows quadratically
        history().ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
        LineReader reader = builder.build();
        bindArrows(reader);
        greet();
        while (true) {
            forgetInterrupt();
            String line;
            try {
                line = reader.readLine("dcm> ").strip();
            } catch (UserInterruptException leftTheLine) {
                continue;
            } catch (EndOfFileException left) {
                return left(io);
            }
            if (GOODBYES.contains(line)) {
                return ExitCode.DONE.code();
            }
            if (!line.isEmpty()) {
                paged(line);
            }
        }
    }

    private void paged(String line) {
        String first = line.split("\\s", 2)[0];
        if (GOODBYES.contains(first)) {
            session.screen().printError("'%1$s' has no arguments. To close the prompt: %1$s".formatted(first));
            return;
        }
        ScreenPager pager = Objects.requireNonNull(io.pager());
        pager.start();
        try {
            SingleCommand.run(shell, line, session.screen());
        } finally {
            pager.stop();
        }
    }

    /** Binds the sequences that terminals send in their initial mode. */
    private static void bindArrows(LineReader reader) {
        Map<String, String> keys = Map.of(
                "\u001b[A", LineReader.UP_LINE_OR_HISTORY,
                "\u001b[B", LineReader.DOWN_LINE_OR_HISTORY,
                "\u001b[C", LineReader.FORWARD_CHAR,
                "\u001b[D", LineReader.BACKWARD_CHAR,
                "\u001b[H", LineReader.BEGINNING_OF_LINE,
                "\u001b[F", LineReader.END_OF_LINE);
        KeyMap<Binding> map = Objects.requireNonNull(reader.getKeyMaps().get(LineReader.MAIN));
        keys.forEach((sequence, widget) -> map.bind(new Reference(widget), sequence));
    }

    private static int left(ChannelIo io) {
        if (io.lines() != null && io.lines().isTooLong()) {
            io.screen()
                    .printError("A line can have at most %d characters. Closing the session."
                            .formatted(ChannelIo.MAX_LINE));
            return ExitCode.USAGE.code();
        }
        return ExitCode.DONE.code();
    }

    /** Clears an interrupt that arrived after the end of the last command, so that it does not stop the next one. */
    private static void forgetInterrupt() {
        if (Thread.interrupted()) {
            LOG.debug("interrupt between two commands ignored");
        }
    }

    /** Runs piped lines as commands; stops at the first one that fails. */
    private int script() throws IOException {
        var lines =
                new BufferedReader(new InputStreamReader(new BoundedLines(io.in(), 64 * 1024), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String stripped = line.strip();
            if (GOODBYES.contains(stripped)) {
                break;
            }
            if (!stripped.isEmpty() && !stripped.startsWith("#")) {
                int code = SingleCommand.run(shell, stripped, session.screen());
                if (code != ExitCode.DONE.code()) {
                    return code;
                }
            }
        }
        return ExitCode.DONE.code();
    }

    /** The file with earlier commands; empty if it cannot be created, for example because the disk is full. */
    private Optional<Path> history() {
        try {
            return Optional.of(visits.history(session.account()));
        } catch (IOException e) {
            LOG.warnf("history of commands not available: account=%s reason=%s", session.account(), e);
            return Optional.empty();
        }
    }

    private void greet() {
        Optional<Instant> last = Optional.empty();
        try {
            last = visits.startVisit(session.account(), Instant.now());
        } catch (IOException e) { // such as a full disk, with which users must be able to log in
            LOG.warnf("visit not stored: account=%s reason=%s", session.account(), e);
        }
        try {
            Greeting.of(session.api(), last, Instant.now()).show(session.account(), session.screen());
        } catch (CommandFailure failure) { // the first command will report it again
            session.screen().printError(failure.sentence());
        }
    }
}
