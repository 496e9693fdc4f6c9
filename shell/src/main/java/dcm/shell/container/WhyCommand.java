package dcm.shell.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.contract.problem.ErrorCode;
import dcm.shell.api.ApiClient;
import dcm.shell.api.ApiResponse;
import dcm.shell.api.Documents;
import dcm.shell.api.ExitCode;
import dcm.shell.api.PageDocument;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.completion.ContainerCompletions;
import dcm.shell.document.ContainerDocument;
import dcm.shell.document.HistoryEntryDocument;
import dcm.shell.document.RequestDocument;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "why",
        description =
                "Explain the state of a container, or how a request ended: what was requested last, its steps, and the"
                        + " rule and the numbers if it was rejected. A container is found also after its removal, and if"
                        + " it could not be created.",
        footer = {"", "Examples: why web, why 01a21359-470c-779a-a8e2-e13d6dfe8dfe"})
public final class WhyCommand extends ShellCommand {
    private static final Pattern INTENT = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final String REQUESTS = "/v1/intents";

    @Parameters(
            paramLabel = "HANDLE|INTENT",
            completionCandidates = ContainerCompletions.class,
            description =
                    "A container: its SSH port, its name, or at least four digits of its id; or the id of a request.")
    private String subject = "";

    WhyCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        ObjectNode found = INTENT.matcher(subject).matches() ? ofRequest(subject) : ofContainer();
        if (json()) {
            screen().json(found);
        } else {
            var explanation = new Explanation(screen());
            JsonNode container = found.path("container");
            if (container.isObject()) {
                explanation.container(Documents.read(container, ContainerDocument.class));
            }
            if (found.path("event").isObject()) {
                explanation.event(Documents.read(found.path("event"), HistoryEntryDocument.class));
            }
            if (found.path("request").isObject()) {
                explanation.request(Documents.read(found.path("request"), RequestDocument.class));
            }
            explanation.print();
        }
        return ExitCode.DONE;
    }

    private ObjectNode ofRequest(String id) {
        return JsonNodeFactory.instance
                .objectNode()
                .set("request", request(api().get(REQUESTS + "/" + id + "?expected=false")));
    }

    private ObjectNode ofContainer() {
        String address = Containers.address(subject);
        ObjectNode found = JsonNodeFactory.instance.objectNode();
        ApiResponse container = api().get(address);
        if (!container.isProblem(ErrorCode.UNKNOWN_CONTAINER.code())) {
            found.set("container", container.expectDone());
        }
        ApiResponse about = api().get(REQUESTS + "?container=" + ApiClient.encoded(subject) + "&limit=1");
        if (about.isProblem(ErrorCode.UNKNOWN_CONTAINER.code())) {
            container.expectDone(); // states that there is no such container
        }
        // A container that could not be created has requests, but no history.
        ApiResponse history = api().get(address + "/history?limit=1");
        if (!history.isProblem(ErrorCode.UNKNOWN_CONTAINER.code())) {
            found.set("event", first(history));
        }
        if (first(about) instanceof ObjectNode entry) {
            String id = entry.path("intent").asText();
            found.set(
                    "request",
                    request(api().get(REQUESTS + "/" + id + "?expected=false")).setAll(entry));
        }
        return found;
    }

    private static ObjectNode request(ApiResponse response) {
        return response.expectDone() instanceof ObjectNode request ? request : JsonNodeFactory.instance.objectNode();
    }

    private static JsonNode first(ApiResponse list) {
        return list.read(PageDocument.class).items().stream().findFirst().orElse(MissingNode.getInstance());
    }
}
