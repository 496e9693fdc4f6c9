package dcm.shell;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Show the version of DCM.")
final class VersionCommand extends ShellCommand {
    VersionCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        String version = Version.CURRENT;
        if (json()) {
            screen().json(JsonNodeFactory.instance.objectNode().put("version", version));
        } else {
            screen().line("DCM " + version);
        }
        return ExitCode.DONE;
    }
}
