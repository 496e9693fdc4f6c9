package dcm.cli.command;

import dcm.cli.ssh.OpenSsh;
import dcm.cli.ssh.SshFailure;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.completion.ContainerCompletions;
import dcm.shell.container.Containers;
import dcm.shell.document.ContainerDocument;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "ssh",
        description =
                "Log in to a container with the OpenSSH client of this machine. The host key must be the one that DCM"
                        + " recorded when the container was created. If the container cannot be reached from here, ssh jumps"
                        + " through the SSH gateway.",
        footer = {
            "",
            "The exit code is the one of ssh: that of the command in the container, or 255.",
            "",
            "Examples: dcm ssh web, dcm ssh web --user alice, dcm ssh web -- uname -a"
        })
public final class SshCommand extends ShellCommand {
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

    @Option(names = "--jump", description = "Jump through the SSH gateway even if the container can be reached.")
    private boolean jump;

    @Option(
            names = {"-o", "--ssh-option"},
            paramLabel = "OPTION",
            description = "An option for ssh, such as ForwardAgent=yes. Can be repeated.")
    private List<String> options = new ArrayList<>();

    private final Client client;

    SshCommand(Session session, Client client) {
        super(session);
        this.client = client;
    }

    @Override
    protected ExitCode run() {
        return code() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    @Override
    protected int code() {
        if (json()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "A session has no result as JSON. Run the command without --json.");
        }
        ContainerDocument container = Containers.one(api(), handle).fields();
        int code = OpenSsh.logIn(Targets.of(client, container, jump), user, options, command);
        if (code == SshFailure.CODE) {
            screen().printError(SshFailure.advice("ssh", container, api()));
        }
        return code;
    }
}
