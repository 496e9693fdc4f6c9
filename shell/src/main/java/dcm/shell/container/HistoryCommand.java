package dcm.shell.container;

import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.api.PageDocument;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.completion.ContainerCompletions;
import dcm.shell.document.HistoryEntryDocument;
import dcm.shell.screen.TextTable;
import dcm.shell.screen.Times;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "history",
        description = "Show what happened to a container, the newest event first. A removed container is found by its"
                + " last name or its id.",
        footer = {"", "Example: history web"})
public final class HistoryCommand extends ShellCommand {
    @Parameters(
            paramLabel = "HANDLE",
            completionCandidates = ContainerCompletions.class,
            description = "A container: its SSH port, its name, or at least four digits of its id.")
    private String handle = "";

    @Option(names = "--limit", paramLabel = "N", description = "Maximum number of events; 50 by default.")
    private int limit = 50;

    HistoryCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        Document<PageDocument> page = api().get(Containers.address(handle) + "/history?limit=" + limit)
                .document(PageDocument.class);
        if (json()) {
            screen().json(page.json());
            return ExitCode.DONE;
        }
        var table = new TextTable("TIME", "EVENT", "BY", "DETAILS");
        for (HistoryEntryDocument entry : page.fields().read(HistoryEntryDocument.class)) {
            table.row(
                    Times.local(entry.at()),
                    entry.what().replace('-', ' '),
                    entry.actor().replace("account/", ""),
                    entry.detail());
        }
        table.print(screen());
        return ExitCode.DONE;
    }
}
