package dcm.gateway.terminal;

import dcm.shell.Shell;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.Exit;
import dcm.shell.api.InterruptedCommand;
import dcm.shell.command.Session;
import dcm.shell.screen.Screen;
import org.jboss.logging.Logger;
import picocli.CommandLine;

/** One command, as a client sends it. */
final class SingleCommand {
    private static final Logger LOG = Logger.getLogger(SingleCommand.class);

    private final Session session;

    SingleCommand(Session session) {
        this.session = session;
    }

    /** Runs it, and returns its exit code. */
    int run(String line) {
        return run(shell(session), line);
    }

    /** The commands for a session. */
    static CommandLine shell(Session session) {
        return Shell.of(session, mistake -> LOG.error("a command failed", mistake));
    }

    /** Runs it in a shell that is there already. */
    static int run(CommandLine shell, String line, Screen screen) {
        try {
            return shell.execute(Words.of(line).toArray(String[]::new));
        } catch (CommandFailure failure) {
            screen.aside(failure.sentence());
            return failure.exit().code();
        } catch (InterruptedCommand enough) {
            return Exit.UNKNOWN.code();
        }
    }

    private int run(CommandLine shell, String line) {
        return run(shell, line, session.screen());
    }
}
