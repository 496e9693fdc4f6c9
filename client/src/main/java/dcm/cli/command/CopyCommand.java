package dcm.cli.command;

import dcm.cli.ssh.OpenSsh;
import dcm.cli.ssh.SshFailure;
import dcm.cli.ssh.SshTarget;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.container.Containers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "cp",
        description = "Copy files from or to a container with scp. A path in a container is HANDLE:PATH.",
        footer = {"", "Examples: dcm cp data.csv web:/root/", "          dcm cp -r web:/root/results ."})
public final class CopyCommand extends ShellCommand {
    @Parameters(
            paramLabel = "FILE",
            arity = "2..*",
            description = "The files, and last where to copy them. A path with ':' is in a container.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = {"-r", "--recursive"},
            description = "Copy directories with their contents.")
    private boolean recursive;

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
            description = "An option for ssh, such as IdentityFile=FILE. Can be repeated.")
    private List<String> options = new ArrayList<>();

    private final Client client;

    CopyCommand(Session session, Client client) {
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
            throw new CommandFailure(ExitCode.USAGE, "A copy has no result as JSON. Run the command without --json.");
        }
        SshTarget target = Targets.of(client, Containers.one(api(), container()).fields(), jump);
        List<String> operands =
                files.stream().map(file -> operand(file, target)).toList();
        int code = OpenSsh.copy(target, options, recursive ? List.of("-r") : List.of(), operands);
        if (code == SshFailure.CODE) {
            screen().printError(SshFailure.advice("scp", target.container(), api()));
        }
        return code;
    }

    private String container() {
        Set<String> handles = new LinkedHashSet<>();
        files.stream().filter(CopyCommand::isRemote).forEach(file -> handles.add(file.split(":", 2)[0]));
        if (handles.size() != 1) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    handles.isEmpty()
                            ? "Name a path in a container, such as web:/root/."
                            : "A copy can involve one container only, not %s."
                                    .formatted(String.join(" and ", handles)));
        }
        return handles.iterator().next();
    }

    private String operand(String file, SshTarget target) {
        if (isRemote(file)) {
            return "%s@%s:%s".formatted(user, bracketed(target.host()), file.split(":", 2)[1]);
        }
        return file.startsWith("-") ? "./" + file : file;
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /** As scp decides: a slash before the colon means a path of this machine. */
    private static boolean isRemote(String file) {
        int colon = file.indexOf(':');
        int slash = file.indexOf('/');
        return colon > 0 && (slash < 0 || colon < slash);
    }
}
