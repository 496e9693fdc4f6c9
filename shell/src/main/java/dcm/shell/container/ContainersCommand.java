package dcm.shell.container;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.ApiResponse;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.CommandInterruptedException;
import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.command.RequestRunner;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.completion.ContainerCompletions;
import dcm.shell.document.ContainerDocument;
import dcm.shell.document.IntentDocument;
import dcm.shell.screen.ProgressDisplay;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Base class of commands that act on one or more containers in parallel. Each container has its own outcome. */
abstract class ContainersCommand extends ShellCommand {
    /** More containers than any account has. */
    private static final int MAX_CONTAINERS = 200;

    private static final int SIDE_BY_SIDE = 8;

    @Parameters(
            paramLabel = "HANDLE",
            arity = "0..*",
            completionCandidates = ContainerCompletions.class,
            description = "A container: its SSH port, its name, or at least four digits of its id.")
    private List<String> handles = new ArrayList<>();

    @Option(names = "--all", description = "All containers whose state allows the command.")
    private boolean all;

    ContainersCommand(Session session) {
        super(session);
    }

    /** Whether {@code --all} includes this container. */
    abstract boolean fits(ContainerDocument container);

    abstract ApiResponse ask(String handle);

    /** What to print after the intent succeeded. */
    Document<ContainerDocument> outcome(String handle, IntentDocument intent) {
        return Containers.after(api(), intent.container().isEmpty() ? handle : intent.container(), intent);
    }

    /** Whether the requests only report what they would do. */
    boolean isDryRun() {
        return false;
    }

    @Override
    protected final ExitCode run() {
        List<String> meant = meant();
        if (isDryRun()) {
            return dryRuns(meant, this::ask);
        }
        List<JsonNode> outcomes = new ArrayList<>();
        ExitCode exit = ExitCode.DONE;
        try (var progress = new ProgressDisplay(screen(), meant);
                ExecutorService threads = Executors.newFixedThreadPool(
                        SIDE_BY_SIDE, Thread.ofVirtual().factory())) {
            List<Future<Document<ContainerDocument>>> all = new ArrayList<>();
            for (String handle : meant) {
                all.add(threads.submit(work(handle, new RequestRunner(api(), progress))));
            }
            for (Future<Document<ContainerDocument>> one : all) {
                exit = exit.or(take(one, outcomes, threads, progress));
            }
        }
        if (json()) {
            screen().json(outcomes);
        }
        return exit;
    }

    private Callable<Document<ContainerDocument>> work(String handle, RequestRunner asking) {
        return () -> outcome(handle, asking.done(handle, () -> ask(handle)).fields());
    }

    private ExitCode take(
            Future<Document<ContainerDocument>> one,
            List<JsonNode> outcomes,
            ExecutorService threads,
            ProgressDisplay progress) {
        try {
            Document<ContainerDocument> outcome = one.get();
            progress.makeRoom();
            outcomes.add(outcome.json());
            if (!json()) {
                screen().line(line(outcome.fields()));
            }
            return ExitCode.DONE;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CommandFailure failure) {
                progress.makeRoom();
                printFailure(failure);
                return failure.exit();
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            threads.shutdownNow();
            throw new CommandInterruptedException();
        }
    }

    /** The line that a human reader sees for a container. */
    private static String line(ContainerDocument container) {
        return container.label() + " " + container.name() + " " + container.state();
    }

    private List<String> meant() {
        if (all == !handles.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "Pass either handles of containers or --all.");
        }
        Set<String> meant = new LinkedHashSet<>(handles);
        if (all) {
            Containers.all(api()).stream()
                    .map(Document::fields)
                    .filter(this::fits)
                    .map(container -> container.handle().isEmpty() ? container.id() : container.handle())
                    .forEach(meant::add);
        }
        if (meant.isEmpty()) {
            screen().printError("None of your containers is in a state that allows the command.");
        }
        if (meant.size() > MAX_CONTAINERS) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "%d containers are too many for one command; at most %d are allowed. Use several commands."
                            .formatted(meant.size(), MAX_CONTAINERS));
        }
        return List.copyOf(meant);
    }
}
