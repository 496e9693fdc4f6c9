package dcm.shell.admin;

import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.api.PageDocument;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.AuditEntryDocument;
import dcm.shell.screen.TextTable;
import dcm.shell.screen.Times;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "audit",
        description = "Show the audit log, newest entries first.",
        footer = {"", "Example: audit --account alice --since 2026-11-25"})
public final class AuditCommand extends ShellCommand {
    @Option(names = "--actor", paramLabel = "NAME", description = "Only entries with this actor.")
    private String actor = "";

    @Option(names = "--account", paramLabel = "NAME", description = "Only entries about this account.")
    private String account = "";

    @Option(
            names = "--action",
            paramLabel = "ACTION",
            description = "Only entries with this action, such as suspend-account.")
    private String action = "";

    @Option(
            names = "--result",
            paramLabel = "RESULT",
            description = "Only entries with this result: done, refused, failed, accepted or recorded.")
    private String result = "";

    @Option(
            names = "--since",
            paramLabel = "DATE",
            description = "Only entries since this day, in UTC, or since a time such as 2026-11-25T22:00:00Z.")
    private String since = "";

    @Option(names = "--limit", paramLabel = "N", description = "Maximum number of entries; 50 by default.")
    private int limit = 50;

    AuditCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        String query = "?limit=" + limit + parameter("actor", actor) + parameter("account", account)
                + parameter("action", action) + parameter("result", result)
                + parameter("since", since.isBlank() ? "" : DateTimeArgument.begin(since));
        Document<PageDocument> page = api().get("/v1/audit" + query).document(PageDocument.class);
        if (json()) {
            screen().json(page.json());
            return ExitCode.DONE;
        }
        var table = new TextTable("TIME", "ACTOR", "SUBJECT", "ACTION", "FROM", "RESULT", "DETAILS");
        for (AuditEntryDocument entry : page.fields().read(AuditEntryDocument.class)) {
            table.row(
                    Times.local(entry.at()),
                    entry.actor().replace("account/", ""),
                    entry.account().isEmpty() ? TextTable.orDash(entry.subject()) : entry.account(),
                    TextTable.orDash(entry.action()),
                    TextTable.orDash(entry.from()),
                    entry.result(),
                    details(entry));
        }
        table.print(screen());
        return ExitCode.DONE;
    }

    /** The reason for the result, or the request if there is no reason. */
    private static String details(AuditEntryDocument entry) {
        if (!entry.detail().isEmpty()) {
            return entry.detail();
        }
        return entry.request().isEmpty() ? "" : entry.request().toString();
    }

    private static String parameter(String name, String value) {
        return value.isBlank() ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
