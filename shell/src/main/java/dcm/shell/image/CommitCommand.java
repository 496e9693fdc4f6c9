package dcm.shell.image;

import dcm.shell.api.ExitCode;
import dcm.shell.command.DryRunOption;
import dcm.shell.command.Session;
import dcm.shell.completion.ContainerCompletions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "commit",
        description = "Create an image from a container. The image does not contain home directories.",
        footer = {"", "Examples: commit web tools, commit web tools:2 -m 'with numpy' --flatten"})
public final class CommitCommand extends ImageChange {
    @Parameters(
            index = "0",
            paramLabel = "HANDLE",
            completionCandidates = ContainerCompletions.class,
            description = "A container: its SSH port, its name, or at least four digits of its id.")
    private String handle = "";

    @Parameters(index = "1", paramLabel = "NAME[:TAG]", description = "The name of the image, which only you can use.")
    private String image = "";

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "A note of one line.")
    private @Nullable String message;

    @Option(names = "--replace", description = "Replace an existing image of this name and tag.")
    private boolean replace;

    @Option(
            names = "--flatten",
            description = "Create a single layer. Takes longer, and shares no disk space with other images.")
    private boolean flatten;

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    CommitCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        String[] parts = image.split(":", 2);
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("container", handle);
        request.put("name", parts[0]);
        if (parts.length > 1) {
            request.put("tag", parts[1]);
        }
        if (message != null) {
            request.put("message", message);
        }
        request.put("replace", replace);
        request.put("flatten", flatten);
        if (dryRun.isGiven()) {
            return dryRun(api().post(dryRun.on("/v1/images"), request));
        }
        make(image, tagged(image), () -> api().post("/v1/images", request));
        return ExitCode.DONE;
    }
}
