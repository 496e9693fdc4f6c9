package dcm.shell.admin;

import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.ImportDocument;
import dcm.shell.document.ImportDocument.Line;
import dcm.shell.screen.TextTable;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description =
                "Create and change many accounts from a table or JSON. Accounts that already match are unchanged.",
        footer = {
            "",
            "The first line of the table has the column names: name, and any of displayName, role, email,",
            "group, expiresAt, keys, containers, running, cpus, memoryMiB, pids, ports, images, imageMiB,",
            "homeMiB. An empty cell changes nothing. Keys are added, never removed; separate several keys",
            "with '|'. A day in expiresAt is the last day, in UTC. If one line is rejected, nothing changes.",
            "",
            "Examples: user import students.csv --dry-run",
            "          user import students.csv",
            "          user export > accounts.csv"
        })
public final class UserImportCommand extends ShellCommand {

    @Parameters(paramLabel = "FILE", description = "A CSV table, or JSON if the name ends with .json.")
    private String file = "";

    @Option(names = "--dry-run", description = "Only show what would be changed.")
    private boolean dryRun;

    UserImportCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        String type = file.endsWith(".json") ? "application/json" : "text/csv";
        Document<ImportDocument> report =
                api().post("/v1/bulk/users?dryRun=" + dryRun, read(), type).document(ImportDocument.class);
        List<Line> lines = report.fields().items();
        if (json()) {
            screen().json(report.json());
        } else {
            show(lines);
            if (dryRun) {
                say("This was a dry run; nothing was changed.");
            }
        }
        return lines.stream().anyMatch(Line::isRefused) ? ExitCode.REFUSED : ExitCode.DONE;
    }

    private void show(List<Line> lines) {
        var table = new TextTable("NAME", "ACTION", "DETAILS");
        for (Line line : lines) {
            table.row(
                    line.name(),
                    line.action(),
                    (line.isRefused() ? "line " + line.line() + ": " : "")
                            + (line.hasPassword()
                                    ? "one-time password " + line.oneTimePassword()
                                    : String.join("; ", line.changes())));
        }
        table.print(screen());
        if (lines.stream().anyMatch(Line::hasPassword)) {
            say("The passwords are shown only now.");
        }
    }

    private String read() {
        return session().input().named(file);
    }

    @Command(name = "export", description = "Print all accounts in the format of 'user import'.")
    public static final class Export extends ShellCommand {

        Export(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            if (json()) {
                screen().json(api().get("/v1/bulk/users").expectDone());
            } else {
                screen().line(api().text("/v1/bulk/users", "text/csv").stripTrailing());
            }
            return ExitCode.DONE;
        }
    }
}
