package dcm.shell.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.Exit;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.screen.Table;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "audit",
        description = "Who did what, when, from where, and with which result; the newest first.",
        footer = {"", "Example: audit --account alice --since 2026-11-25"})
public final class AuditCommand extends ShellCommand {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    @Option(names = "--actor", paramLabel = "NAME", description = "Who did it.")
    private String actor = "";

    @Option(names = "--account", paramLabel = "NAME", description = "Whose account, containers or images it is about.")
    private String account = "";

    @Option(names = "--action", paramLabel = "ACTION", description = "What, such as suspend-account.")
    private String action = "";

    @Option(names = "--result", paramLabel = "RESULT", description = "done, refused, failed, accepted or recorded.")
    private String result = "";

    @Option(
            names = "--since",
            paramLabel = "DATE",
            description = "From that day on, or from a time such as 2026-11-25T22:00:00Z.")
    private String since = "";

    @Option(names = "--limit", paramLabel = "N", description = "How many at most; 50 by default.")
    private int limit = 50;

    AuditCommand(Session session) {
        super(session);
    }

    @Override
    protected Exit run() {
        String query = "?limit=" + limit + parameter("actor", actor) + parameter("account", account)
                + parameter("action", action) + parameter("result", result)
                + parameter("since", since.isBlank() ? "" : Day.begin(since));
        JsonNode page = api().get("/v1/audit" + query).expectDone();
        if (json()) {
            screen().json(page);
            return Exit.DONE;
        }
        var table = new Table("WHEN", "WHO", "ABOUT", "WHAT", "FROM", "RESULT", "DETAILS");
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
        return Exit.DONE;
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
