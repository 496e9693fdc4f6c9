package dcm.shell.admin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for who may use an image and how it is described. */
final class BaseImageOptions {
    @Option(names = "--description", paramLabel = "TEXT", description = "A description for its users.")
    private @Nullable String description;

    @Option(
            names = "--group",
            paramLabel = "NAME",
            description = "A group whose members may use it; 'everybody' by default. Can be repeated.")
    private @Nullable List<String> groups;

    Map<String, Object> request() {
        Map<String, Object> request = new HashMap<>();
        if (description != null) {
            request.put("description", description);
        }
        if (groups != null) {
            request.put("groups", groups);
        }
        return request;
    }
}
