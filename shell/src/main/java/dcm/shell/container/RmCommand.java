package dcm.shell.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dcm.shell.api.Answer;
import dcm.shell.command.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rm}. */
@Command(
        name = "rm",
        description =
                "Remove containers and what they hold. Home directories stay, and so do images made of them. Running ones are"
                        + " removed with --force only.",
        footer = {"", "Examples: rm web, rm --force 31001 31002, rm --all"})
public final class RmCommand extends OnContainers {
    @Option(
            names = {"-f", "--force"},
            description = "Also such as run.")
    private boolean force;

    RmCommand(Session session) {
        super(session);
    }

    @Override
    boolean fits(String state) {
        return force || state.equals("stopped") || state.equals("lost");
    }

    @Override
    Answer ask(String handle) {
        return api().delete(Containers.address(handle) + "?force=" + force);
    }

    @Override
    JsonNode outcome(String handle, JsonNode intent) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", intent.path("container").asText())
                .put("name", handle)
                .put("state", "removed");
    }

    @Override
    String line(JsonNode outcome) {
        return outcome.path("name").asText() + " removed";
    }
}
