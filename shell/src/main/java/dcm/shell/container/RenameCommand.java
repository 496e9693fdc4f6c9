package dcm.shell.container;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.Exit;
import dcm.shell.command.Asking;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.completion.ContainerNames;
import dcm.shell.screen.Progress;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "rename",
        description = "Rename a container. In its private network, it keeps its first name.",
        footer = {"", "Example: rename web shop"})
public final class RenameCommand extends ShellCommand {
    @Parameters(
            index = "0",
            paramLabel = "HANDLE",
            completionCandidates = ContainerNames.class,
            description = "A container: its SSH port, its name, or the beginning of its id.")
    private String handle = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "Its new name.")
    private String name = "";

    RenameCommand(Session session) {
        super(session);
    }

    @Override
    protected Exit run() {
        try (var progress = new Progress(screen())) {
            JsonNode intent = new Asking(api(), progress)
                    .done(handle, () -> api().post(Containers.address(handle) + "/rename", Map.of("name", name)));
            JsonNode container =
                    Containers.after(api(), intent.path("container").asText(), intent);
            if (json()) {
                screen().json(container);
            } else {
                screen().line(Containers.label(container) + " "
                        + container.path("name").asText());
            }
            return Exit.DONE;
        }
    }
}
