package dcm.shell.container;

import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.completion.ContainerCompletions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "connect",
        description = "Open a session in a container through this connection.",
        footer = {
            "",
            "The exit code is the one of the command in the container.",
            "",
            "Examples: connect web, connect web --user root, connect web -- uname -a"
        })
public final class ConnectCommand extends ShellCommand {
    @Parameters(
            index = "0",
            paramLabel = "HANDLE",
            completionCandidates = ContainerCompletions.class,
            description = "A container: its SSH port, its name, or at least four digits of its id.")
    private String handle = "";

    @Parameters(index = "1..*", paramLabel = "COMMAND", description = "A command to run instead of a shell, after --.")
    private List<String> command = new ArrayList<>();

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            defaultValue = "root",
            description = "The user in the container: root (default), or your own name.")
    private String user = "root";

    ConnectCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        return code() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** The exit code of the remote command. */
    @Override
    protected int code() {
        if (json()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "A session has no result as JSON. Run the command without --json.");
        }
        screen().pager().stop();
        return session().gateway().connect(Containers.one(api(), handle).fields(), user, command);
    }
}
