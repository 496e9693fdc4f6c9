package dcm.gateway.terminal;

import dcm.shell.Shell;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.CommandInterruptedException;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.screen.Screen;
import org.jboss.logging.Logger;
import picocli.CommandLine;

/** Runs one command line. */
final class SingleCommand {
    private static final Logger LOG = Logger.getLogger(SingleCommand.class);

    private final Session session;

    SingleCommand(Session session) {
        this.session = session;
    }

    /** Runs the command and returns its exit code. */
    int run(String line) {
        return run(shell(session), line);
    }

    /** Creates the commands for a session. */
    static CommandLine shell(Session session) {
        return Shell.of(session, mistake -> LOG.error("command failed", mistake));
    }

    /** Runs a command line with existing commands. */
    static int run(CommandLine shell, String line, Screen screen) {
        try {
            return shell.execute(ShellWords.of(line).toArray(String[]::new));
        } catch (CommandFailure failure) {
            screen.printError(failure.sentence());
            return failure.exit().code();
        } catch (CommandInterruptedException enough) {
            return ExitCode.UNKNOWN.code();
        }
    }

    private int run(CommandLine shell, String line) {
        return run(shell, line, session.screen());
    }
}
