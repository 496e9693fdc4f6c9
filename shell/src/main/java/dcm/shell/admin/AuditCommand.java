package dcm.shell.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.screen.TextTable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "audit",
        description = "Show the audit log, newest entries first.",
        footer = {"", "Example: audit --account alice --since 2026-11-25"})
public final class AuditCommand extends ShellCommand {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

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
            description = "Only entries since this day, or since a time such as 2026-11-25T22:00:00Z.")
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
        JsonNode page = api().get("/v1/audit" + query).expectDone();
        if (json()) {
            screen().json(page);
            return ExitCode.DONE;
        }
        var table = new TextTable("TIME", "ACTOR", "SUBJECT", "ACTION", "FROM", "RESULT", "DETAILS");
        for (JsonNode entry : page.path("items")) {
            table.row(
                    TIME.format(Instant.parse(entry.path("at").asText())),
                    entry.path("actor").asText().replace("account/", ""),
                    entry.path("account").asText(entry.path("subject").asText("-")),
                    entry.path("action").asText("-"),
                    entry.path("from").asText("-"),
                    entry.path("result").asText(),
                    details(entry));
        }
        table.print(screen());
        return ExitCode.DONE;
    }

    /** The reason for the result, or the request if there is no reason. */
    private static String details(JsonNode entry) {
        return entry.has("detail")
                ? entry.path("detail").asText()
                : entry.path("request").isEmpty() ? "" : entry.path("request").toString();
    }

    private static String parameter(String name, String value) {
        return value.isBlank() ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
