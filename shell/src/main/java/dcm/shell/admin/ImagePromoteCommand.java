package dcm.shell.admin;

import dcm.shell.command.Session;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "promote",
        description = "Make a base image from a user's image. The user keeps the image.",
        footer = {"", "Example: image promote alice solver:2 --as solver:2 --group students"})
public final class ImagePromoteCommand extends BaseImageRegistration {
    @Parameters(index = "0", paramLabel = "ACCOUNT", description = "The owner of the image.")
    private String account = "";

    @Parameters(index = "1", paramLabel = "IMAGE", description = "The image.")
    private String image = "";

    @Option(names = "--as", paramLabel = "NAME:TAG", description = "The base image's name; the same if omitted.")
    private @Nullable String as;

    ImagePromoteCommand(Session session) {
        super(session);
    }

    @Override
    String registered() {
        return as == null ? image : as;
    }

    @Override
    void addSource(Map<String, Object> request) {
        request.put("promote", Map.of("account", account, "image", image));
    }
}
