package dcm.shell.image;

import dcm.shell.api.ExitCode;
import dcm.shell.command.DryRunOption;
import dcm.shell.command.Session;
import dcm.shell.completion.ImageCompletions;
import dcm.shell.document.ImageDocument;
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
        String made = image.contains(":")
                ? image
                : api().get(address(image)).read(ImageDocument.class).ref(); // it can have another tag than latest
        make(image, made, () -> api().post(address(image) + "/flatten", request));
        return ExitCode.DONE;
    }
}
