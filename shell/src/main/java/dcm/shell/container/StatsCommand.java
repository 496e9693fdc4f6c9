package dcm.shell.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.CommandInterruptedException;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.completion.ContainerCompletions;
import dcm.shell.screen.TextTable;
import dcm.shell.screen.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "stats",
        description = "Show the resource usage of running containers.",
        footer = {"", "Examples: stats, stats web --watch"})
public final class StatsCommand extends ShellCommand {
    private static final JsonMapper JSON = new JsonMapper();

    @Parameters(
            paramLabel = "HANDLE",
            arity = "0..*",
            completionCandidates = ContainerCompletions.class,
            description = "A container: its SSH port, its name, or the beginning of its id; all that run if omitted.")
    private List<String> handles = new ArrayList<>();

    @Option(
            names = {"-w", "--watch"},
            description = "Refresh until Ctrl-C.")
    private boolean watch;

    StatsCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        do {
            List<JsonNode> containers = handles.isEmpty()
                    ? Containers.all(api()).stream()
                            .filter(container ->
                                    container.path("state").asText().equals("running"))
                            .toList()
                    : handles.stream()
                            .map(handle -> Containers.one(api(), handle))
                            .toList();
            show(used(containers));
        } while (watch && RefreshLoop.goesOn());
        return ExitCode.DONE;
    }

    /** Reads the usage in parallel, because each measurement takes about two seconds. */
    private List<ObjectNode> used(List<JsonNode> containers) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ObjectNode>> asked = containers.stream()
                    .map(container -> threads.submit(() -> used(container)))
                    .toList();
            List<ObjectNode> used = new ArrayList<>();
            for (Future<ObjectNode> one : asked) {
                used.add(one.get());
            }
            return used;
        } catch (InterruptedException e) {
            throw new CommandInterruptedException();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CommandFailure failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    private ObjectNode used(JsonNode container) throws JsonProcessingException {
        String text = api().text(Containers.address(container.path("id").asText()) + "/stats", "application/x-ndjson");
        ObjectNode used = JsonNodeFactory.instance.objectNode();
        used.set("handle", container.path("handle"));
        used.set("name", container.path("name"));
        if (JSON.readTree(text) instanceof ObjectNode measured) {
            used.setAll(measured);
        }
        return used;
    }

    private void show(List<ObjectNode> all) {
        if (json()) {
            ArrayNode result = JsonNodeFactory.instance.arrayNode().addAll(all);
            screen().json(result);
            return;
        }
        if (watch && screen().terminal()) {
            screen().out().print(RefreshLoop.HOME_AND_CLEAR);
        }
        var table =
                new TextTable("HANDLE", "NAME", "CPUS", "MEMORY", "NETWORK IN/OUT", "DISK READ/WRITTEN", "PROCESSES");
        for (ObjectNode used : all) {
            table.row(
                    used.path("handle").asText("-"),
                    used.path("name").asText(),
                    String.format(Locale.ROOT, "%.2f", used.path("cpus").asDouble()),
                    pair(used, "memoryBytes", "memoryLimitBytes"),
                    pair(used, "networkReceivedBytes", "networkSentBytes"),
                    pair(used, "blockReadBytes", "blockWrittenBytes"),
                    used.path("pids").asText());
        }
        table.print(screen());
    }

    private static String pair(JsonNode used, String one, String other) {
        return Times.size(used.path(one).asLong()) + " / "
                + Times.size(used.path(other).asLong());
    }
}
