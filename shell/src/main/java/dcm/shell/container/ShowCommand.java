package dcm.shell.container;

import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.completion.ContainerCompletions;
import dcm.shell.document.ContainerDocument;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "List your containers, or show the details of some.",
        footer = {"", "Examples: show, show web, show --watch"})
public final class ShowCommand extends ShellCommand {

    @Parameters(
            paramLabel = "HANDLE",
            arity = "0..*",
            completionCandidates = ContainerCompletions.class,
            description = "A container: its SSH port, its name, or at least four digits of its id.")
    private List<String> handles = new ArrayList<>();

    @Option(
            names = {"-w", "--watch"},
            description = "Show changes as they happen, until Ctrl-C. In a pipe, each change is a line.")
    private boolean watch;

    ShowCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        if (watch) {
            screen().pager().stop();
            new ContainerWatch(api(), screen(), json(), handles).run();
        } else {
            show(Containers.named(api(), handles));
        }
        return ExitCode.DONE;
    }

    private void show(List<Document<ContainerDocument>> containers) {
        if (json() && handles.size() == 1) {
            screen().json(containers.getFirst().json());
        } else if (json()) {
            screen().json(containers.stream().map(Document::json).toList());
        } else if (!handles.isEmpty()) {
            containers.forEach(container -> ContainerDetails.details(container.fields(), screen()));
        } else if (containers.isEmpty()) {
            screen().printError("You have no containers. To create one: create debian-ssh. To list images: images");
        } else {
            ContainerDetails.table(containers.stream().map(Document::fields).toList(), screen());
        }
    }
}
