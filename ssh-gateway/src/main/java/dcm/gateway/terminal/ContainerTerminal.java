package dcm.gateway.terminal;

import dcm.gateway.connect.ContainerLogins;
import dcm.shell.api.CommandInterruptedException;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.channel.PtyCapableChannelSession;
import org.jboss.logging.Logger;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingInputStream;

/** Connects a channel or its terminal to a session in a container. */
final class ContainerTerminal {
    private static final Logger LOG = Logger.getLogger(ContainerTerminal.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int BUFFER = 8192;
    /** How long a read from the terminal blocks, in milliseconds, before it checks whether the session has ended. */
    private static final long CHECK_INTERVAL = 100;

    private ContainerTerminal() {}

    /** Returns the exit code of the command in the container. */
    static int lend(ChannelIo io, ContainerLogins.Login login, List<String> command) throws IOException {
        try (PtyCapableChannelSession channel = channel(login, command)) {
            Terminal terminal = io.terminal();
            channel.setUsePty(terminal != null);
            if (terminal == null) {
                return run(io, channel);
            }
            channel.setPtyType(Objects.requireNonNull(io.type()).requested());
            channel.setPtyColumns(terminal.getColumns());
            channel.setPtyLines(terminal.getRows());
            Attributes before = terminal.enterRawMode();
            count(io, false);
            Attributes raw = terminal.getAttributes();
            raw.setOutputFlag(Attributes.OutputFlag.OPOST, false); // the container's terminal has converted line ends
            terminal.setAttributes(raw);
            Terminal.SignalHandler resized =
                    terminal.handle(Terminal.Signal.WINCH, signal -> resize(channel, terminal));
            try {
                return run(io, channel);
            } finally {
                count(io, true);
                terminal.setAttributes(before);
                terminal.handle(Terminal.Signal.WINCH, resized);
            }
        }
    }

    private static void count(ChannelIo io, boolean on) {
        if (io.lines() != null) {
            io.lines().count(on);
        }
    }

    private static PtyCapableChannelSession channel(ContainerLogins.Login login, List<String> command)
            throws IOException {
        return command.isEmpty()
                ? login.session().createShellChannel()
                : login.session().createExecChannel(line(command));
    }

    /** A single word is passed unchanged as a shell command line; several words are quoted. */
    private static String line(List<String> command) {
        return command.size() == 1 ? command.getFirst() : Quoted.words(command);
    }

    private static int run(ChannelIo io, PtyCapableChannelSession channel) throws IOException {
        channel.open().verify(TIMEOUT);
        Thread pump = Thread.ofVirtual().name("input").start(() -> pump(io.in(), channel));
        // On separate threads: a slow reader here must not block the threads of the connection to the container.
        Thread out = Thread.ofVirtual().name("output").start(() -> copy(channel.getInvertedOut(), io.out(), channel));
        Thread err = Thread.ofVirtual().name("errors").start(() -> copy(channel.getInvertedErr(), io.err(), channel));
        channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), 0L);
        pump.interrupt();
        try {
            out.join();
            err.join();
        } catch (InterruptedException e) {
            throw new CommandInterruptedException();
        }
        Integer code = channel.getExitStatus();
        return code == null ? ExitCode.FAILED.code() : code;
    }

    private static void copy(InputStream from, OutputStream to, PtyCapableChannelSession channel) {
        byte[] buffer = new byte[BUFFER];
        try {
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                to.write(buffer, 0, count);
                to.flush();
            }
        } catch (IOException e) {
            LOG.debugf("output of a container was not delivered: reason=%s", e.getMessage());
            channel.close(true);
        }
    }

    private static void resize(PtyCapableChannelSession channel, Terminal terminal) {
        try {
            channel.sendWindowChange(terminal.getColumns(), terminal.getRows());
        } catch (IOException e) {
            LOG.debugf("window size was not delivered: reason=%s", e.getMessage());
        }
    }

    /**
     * Forwards typed input. A terminal is read with a timeout, because input after the end of the session belongs to
     * the prompt.
     */
    private static void pump(InputStream in, PtyCapableChannelSession channel) {
        byte[] buffer = new byte[BUFFER];
        try (OutputStream there = channel.getInvertedIn()) {
            while (channel.isOpen()) {
                int count = in instanceof NonBlockingInputStream typed
                        ? typed.readBuffered(buffer, 0, buffer.length, CHECK_INTERVAL)
                        : in.read(buffer);
                if (count == NonBlockingInputStream.EOF) {
                    return;
                }
                if (count > 0) {
                    there.write(buffer, 0, count);
                    there.flush();
                }
            }
        } catch (IOException e) {
            LOG.debugf("input was not delivered: reason=%s", e.getMessage());
        }
    }
}
