package dcm.shell.container;

import dcm.shell.document.ContainerDocument;
import dcm.shell.document.HistoryEntryDocument;
import dcm.shell.document.RequestDocument;
import dcm.shell.document.RequestDocument.Problem;
import dcm.shell.document.RequestDocument.Step;
import dcm.shell.screen.Screen;
import dcm.shell.screen.TextTable;
import dcm.shell.screen.Times;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints why a container is in its state and how a request ended. Not thread-safe. */
final class Explanation {
    private final Screen screen;
    private final TextTable facts = TextTable.ofFacts();
    private List<Step> steps = List.of();

    Explanation(Screen screen) {
        this.screen = screen;
    }

    void container(ContainerDocument container) {
        facts.row("container", container.label() + " " + container.name() + " on " + container.host());
        facts.row("state", ContainerDetails.state(container));
    }

    void event(HistoryEntryDocument event) {
        facts.row(
                "last event",
                Times.local(event.at()) + " " + words(event.what()) + by(event.actor())
                        + (event.detail().isEmpty() ? "" : ": " + event.detail()));
    }

    void request(RequestDocument request) {
        facts.row("request", request.operation() + by(request.actor()) + " at " + Times.local(request.at()));
        facts.row("id", request.intent());
        facts.row("outcome", request.status());
        problem(request.problem());
        request.containers().forEach(member -> {
            facts.row(member.name(), member.status());
            problem(member.problem());
        });
        steps = request.steps();
    }

    private void problem(@Nullable Problem problem) {
        if (problem == null) {
            return;
        }
        facts.row("reason", problem.detail());
        if (!problem.numbers().isEmpty()) {
            facts.row(
                    "numbers",
                    problem.numbers().entrySet().stream()
                            .map(number -> number.getKey() + " " + number.getValue())
                            .collect(Collectors.joining(", ")));
        }
        problem.hosts().forEach(host -> facts.row("host " + host.host(), host.detail()));
        facts.row("rule", problem.code() + ", explained at /problems/" + problem.code());
    }

    void print() {
        facts.print(screen);
        if (!steps.isEmpty()) {
            screen.line("");
            var table = new TextTable("TIME", "STEP", "CONTAINER", "DETAILS");
            steps.forEach(step -> table.row(Times.local(step.at()), words(step.what()), step.name(), step.detail()));
            table.print(screen);
        }
    }

    private static String by(String actor) {
        return actor.isEmpty() ? "" : " by " + actor.replace("account/", "");
    }

    private static String words(String event) {
        return event.replace('-', ' ');
    }
}
