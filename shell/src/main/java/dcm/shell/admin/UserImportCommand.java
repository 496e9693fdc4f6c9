package dcm.shell.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.Exit;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.screen.Table;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = "Open and change many accounts from a table or JSON. Done already, it changes nothing.",
        footer = {
            "",
            "The table's first line names its columns: name, and any of displayName, role, email, group, expiresAt, keys,",
            "containers, running, cpus, memoryMiB, pids, ports, images, imageMiB, homeMiB. An empty cell says nothing; keys are added",
            "and none taken away; a day in expiresAt holds until its end, in UTC; several keys stand with '|' between them. If one line cannot be, nothing is done at all.",
            "",
            "Examples: user import students.csv --dry-run",
            "          user import students.csv",
            "          user export > accounts.csv"
        })
public final class UserImportCommand extends ShellCommand {

    @Parameters(paramLabel = "FILE", description = "A table, or JSON if its name ends with .json.")
    private String file = "";

    @Option(names = "--dry-run", description = "Only tell what would be done.")
    private boolean dryRun;

    UserImportCommand(Session session) {
        super(session);
    }

    @Override
    protected Exit run() {
        String type = file.endsWith(".json") ? "application/json" : "text/csv";
        JsonNode report =
                api().post("/v1/bulk/users?dryRun=" + dryRun, read(), type).expectDone();
        if (json()) {
            screen().json(report);
        } else {
            show(report.path("items"));
            if (dryRun) {
                say("This was a dry run; nothing was done.");
            }
        }
        boolean refused = report.path("items").valueStream().anyMatch(UserImportCommand::isRefused);
        return refused ? Exit.REFUSED : Exit.DONE;
    }

    private static boolean isRefused(JsonNode line) {
        return line.path("action").asText().equals("refuse");
    }

    private void show(JsonNode lines) {
        var table = new Table("NAME", "ACTION", "DETAILS");
        for (JsonNode line : lines) {
            String changes =
                    line.path("changes").valueStream().map(JsonNode::asText).collect(Collectors.joining("; "));
            table.row(
                    line.path("name").asText(),
                    line.path("action").asText(),
                    (isRefused(line) ? "line " + line.path("line").asText() + ": " : "")
                            + (line.has("oneTimePassword")
                                    ? "one-time password "
                                            + line.path("oneTimePassword").asText()
                                    : changes));
        }
        table.print(screen());
        if (lines.valueStream().anyMatch(line -> line.has("oneTimePassword"))) {
            say("The passwords are told only now.");
        }
    }

    private String read() {
        return session().input().named(file);
    }

    @Command(name = "export", description = "Write down all accounts, as 'user import' reads them.")
    public static final class Export extends ShellCommand {

        Export(Session session) {
            super(session);
        }

        @Override
        protected Exit run() {
            if (json()) {
                screen().json(api().get("/v1/bulk/users").expectDone());
            } else {
                screen().line(api().text("/v1/bulk/users", "text/csv").stripTrailing());
            }
            return Exit.DONE;
        }
    }
}
