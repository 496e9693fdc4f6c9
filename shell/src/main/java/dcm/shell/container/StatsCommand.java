package dcm.shell.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.contract.view.ContainerViewState;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.CommandInterruptedException;
import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.completion.ContainerCompletions;
import dcm.shell.document.ContainerDocument;
import dcm.shell.document.UsageDocument;
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

    /** The usage of a container, with its SSH port and name. */
    private record Used(ContainerDocument container, Document<UsageDocument> usage) {}

    @Parameters(
            paramLabel = "HANDLE",
            arity = "0..*",
            completionCandidates = ContainerCompletions.class,
            description =
                    "A container: its SSH port, its name, or at least four digits of its id; all that run if omitted.")
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
        if (watch) {
            screen().pager().stop();
        }
        do {
            List<Document<ContainerDocument>> containers = Containers.named(api(), handles).stream()
                    .filter(container ->
                            !handles.isEmpty() || container.fields().is(ContainerViewState.RUNNING))
                    .toList();
            show(used(containers));
        } while (watch && RefreshLoop.goesOn());
        return ExitCode.DONE;
    }

    /** Reads the usage in parallel, because each measurement takes about two seconds. */
    private List<Used> used(List<Document<ContainerDocument>> containers) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Used>> asked = containers.stream()
                    .map(container -> threads.submit(() -> used(container)))
                    .toList();
            List<Used> used = new ArrayList<>();
            for (Future<Used> one : asked) {
                used.add(one.get());
            }
            return used;
        } catch (InterruptedException e) {
            throw new CommandInterruptedException();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CommandFailure failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    private Used used(Document<ContainerDocument> container) throws JsonProcessingException {
        ContainerDocument fields = container.fields();
        String text = api().text(Containers.address(fields.id()) + "/stats", "application/x-ndjson");
        ObjectNode used = JsonNodeFactory.instance.objectNode();
        used.set("handle", container.json().get("handle"));
        used.put("name", fields.name());
        if (!(JSON.readTree(text) instanceof ObjectNode measured)) {
            throw new CommandFailure(
                    ExitCode.FAILED, "The host did not measure %s. Try again.".formatted(fields.name()));
        }
        used.setAll(measured);
        return new Used(fields, Document.of(used, UsageDocument.class));
    }

    private void show(List<Used> all) {
        if (json()) {
            screen().json(all.stream().map(used -> used.usage().json()).toList());
            return;
        }
        if (watch && screen().terminal()) {
            screen().out().print(RefreshLoop.HOME_AND_CLEAR);
        }
        var table =
                new TextTable("HANDLE", "NAME", "CPUS", "MEMORY", "NETWORK IN/OUT", "DISK READ/WRITTEN", "PROCESSES");
        for (Used used : all) {
            UsageDocument usage = used.usage().fields();
            table.row(
                    TextTable.orDash(used.container().handle()),
                    used.container().name(),
                    String.format(Locale.ROOT, "%.2f", usage.cpus()),
                    pair(usage.memoryBytes(), usage.memoryLimitBytes()),
                    pair(usage.networkReceivedBytes(), usage.networkSentBytes()),
                    pair(usage.blockReadBytes(), usage.blockWrittenBytes()),
                    usage.pids());
        }
        table.print(screen());
    }

    private static String pair(long one, long other) {
        return Times.size(one) + " / " + Times.size(other);
    }
}
