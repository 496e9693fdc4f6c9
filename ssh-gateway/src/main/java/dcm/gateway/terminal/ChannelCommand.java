package dcm.gateway.terminal;

import dcm.shell.api.ExitCode;
import java.io.IOError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jboss.logging.Logger;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/** Runs work for a channel on its own thread, which is interrupted when the channel closes. */
final class ChannelCommand implements Command {
    private static final Logger LOG = Logger.getLogger(ChannelCommand.class);

    private final Work work;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private @Nullable OutputStream err;
    private @Nullable ExitCallback exit;
    private @Nullable Thread thread;

    /** The work; returns the exit code. */
    @FunctionalInterface
    interface Work {
        int run(ChannelIo io) throws IOException;
    }

    ChannelCommand(Work work) {
        this.work = work;
    }

    @Override
    public void setInputStream(InputStream in) {
        this.in = in;
    }

    @Override
    public void setOutputStream(OutputStream out) {
        this.out = out;
    }

    @Override
    public void setErrorStream(OutputStream err) {
        this.err = err;
    }

    @Override
    public void setExitCallback(ExitCallback exit) {
        this.exit = exit;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
        thread = Thread.ofVirtual().name("command").start(() -> run(environment));
    }

    private void run(Environment environment) {
        int code = ExitCode.FAILED.code();
        try (ChannelIo io = ChannelIo.of(
                Objects.requireNonNull(in), Objects.requireNonNull(out), Objects.requireNonNull(err), environment)) {
            Thread running = Thread.currentThread();
            if (io.terminal() != null) {
                io.terminal().handle(Terminal.Signal.INT, signal -> running.interrupt());
            }
            code = work.run(io);
        } catch (IOException | IOError e) {
            LOG.debugf("channel closed early: reason=%s", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("command failed", e);
        } finally {
            Objects.requireNonNull(exit).onExit(code);
        }
    }

    @Override
    public void destroy(ChannelSession channel) {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
