package dcm.shell.container;

import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.command.DryRunOption;
import dcm.shell.command.RequestRunner;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.completion.ContainerCompletions;
import dcm.shell.document.ContainerDocument;
import dcm.shell.document.IntentDocument;
import dcm.shell.screen.ProgressDisplay;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "rename",
        description = "Rename a container. Your other containers still reach it by its original name.",
        footer = {"", "Example: rename web shop"})
public final class RenameCommand extends ShellCommand {
    @Parameters(
            index = "0",
            paramLabel = "HANDLE",
            completionCandidates = ContainerCompletions.class,
            description = "A container: its SSH port, its name, or at least four digits of its id.")
    private String handle = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "Its new name.")
    private String name = "";

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    RenameCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        String address = dryRun.on(Containers.address(handle) + "/rename");
        if (dryRun.isGiven()) {
            return dryRun(api().post(address, Map.of("name", name)));
        }
        try (var progress = new ProgressDisplay(screen())) {
            IntentDocument intent = new RequestRunner(api(), progress)
                    .done(handle, () -> api().post(address, Map.of("name", name)))
                    .fields();
            Document<ContainerDocument> container = Containers.after(api(), intent.container(), intent);
            if (json()) {
                screen().json(container.json());
            } else {
                screen().line(container.fields().label() + " "
                        + container.fields().name());
            }
            return ExitCode.DONE;
        }
    }
}
