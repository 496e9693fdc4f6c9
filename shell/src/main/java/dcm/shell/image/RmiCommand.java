package dcm.shell.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import dcm.shell.command.DryRunOption;
import dcm.shell.command.RequestRunner;
import dcm.shell.command.Session;
import dcm.shell.completion.ImageCompletions;
import dcm.shell.screen.ProgressDisplay;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "rmi",
        description = "Remove images. An image that one of your containers uses is not removed.",
        footer = {"", "Example: rmi tools:1 tools:2"})
public final class RmiCommand extends ImageChange {
    @Parameters(
            paramLabel = "IMAGE",
            arity = "1..*",
            completionCandidates = ImageCompletions.class,
            description = "NAME:TAG. NAME is enough if it has only one tag.")
    private List<String> images = new ArrayList<>();

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    RmiCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        if (dryRun.isGiven()) {
            return dryRuns(images, image -> api().delete(dryRun.on(address(image))));
        }
        ArrayNode removed = JsonNodeFactory.instance.arrayNode();
        ExitCode exit = ExitCode.DONE;
        try (var progress = new ProgressDisplay(screen(), images)) {
            var asking = new RequestRunner(api(), progress);
            for (String image : images) {
                try {
                    asking.done(image, () -> api().delete(address(image)));
                    removed.addObject().put("ref", image).put("state", "removed");
                    if (!json()) {
                        progress.makeRoom();
                        screen().line(image + " removed");
                    }
                } catch (CommandFailure failure) {
                    progress.makeRoom();
                    printFailure(failure);
                    exit = exit.or(failure.exit());
                }
            }
        }
        if (json()) {
            screen().json(removed);
        }
        return exit;
    }
}
