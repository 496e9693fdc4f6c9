package dcm.shell.image;

import dcm.shell.api.ExitCode;
import dcm.shell.command.DryRunOption;
import dcm.shell.command.Session;
import dcm.shell.completion.ImageCompletions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "flatten",
        description =
                "Merge the layers of an image into one. The image keeps its name and no longer shares disk space.",
        footer = {"", "Example: flatten tools:2"})
public final class FlattenCommand extends ImageChange {
    @Parameters(
            paramLabel = "IMAGE",
            completionCandidates = ImageCompletions.class,
            description = "NAME:TAG. NAME is enough if it has only one tag.")
    private String image = "";

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "A note of one line.")
    private @Nullable String message;

    @Mixin
    private DryRunOption dryRun = new DryRunOption();

    FlattenCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        Map<String, String> request = message == null ? Map.of() : Map.of("message", message);
        if (dryRun.isGiven()) {
            return dryRun(api().post(dryRun.on(address(image) + "/flatten"), request));
        }
        make(image, tagged(image), () -> api().post(address(image) + "/flatten", request));
        return ExitCode.DONE;
    }
}
