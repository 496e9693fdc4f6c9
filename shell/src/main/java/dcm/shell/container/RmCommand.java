package dcm.shell.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dcm.shell.api.ApiResponse;
import dcm.shell.command.Session;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "rm",
        description =
                "Remove containers and their files. Home directories and committed images are kept. Running containers"
                        + " need --force.",
        footer = {"", "Examples: rm web, rm --force 31001 31002, rm --all"})
public final class RmCommand extends ContainersCommand {
    @Option(
            names = {"-f", "--force"},
            description = "Also remove running containers.")
    private boolean force;

    private final Map<String, JsonNode> before = new ConcurrentHashMap<>();

    RmCommand(Session session) {
        super(session);
    }

    @Override
    boolean fits(String state) {
        return force || state.equals("stopped") || state.equals("lost");
    }

    @Override
    ApiResponse ask(String handle) {
        ApiResponse known = api().get(Containers.address(handle));
        if (known.status() < 400) { // the view may not have the container yet
            before.put(handle, known.body());
        }
        return api().delete(Containers.address(handle) + "?force=" + force);
    }

    @Override
    JsonNode outcome(String handle, JsonNode intent) {
        JsonNode known = before.getOrDefault(handle, MissingNode.getInstance());
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", intent.path("container").asText())
                .put("handle", known.path("handle").asText(handle))
                .put("name", known.path("name").asText(handle))
                .put("state", "removed");
    }
}
