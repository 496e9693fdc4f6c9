package dcm.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./dcm audit}. */
@Command(
        name = "audit",
        description = "Who did what, when, from where, and with which result; the newest first.",
        footer = {"", "Example: ./dcm audit --account alice --since 2026-11-25"})
final class AuditCommand implements Callable<Integer> {
    private static final String ROW = "%-19s  %-16s %-16s %-22s %-15s %-8s %s%n";
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

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() {
        String query = "?limit=" + limit + parameter("actor", actor) + parameter("account", account)
                + parameter("action", action) + parameter("result", result)
                + parameter("since", since.isBlank() ? "" : Day.begin(since));
        JsonNode page = new People(Installation.current())
                .administrator()
                .get("/v1/audit" + query)
                .expectDone();
        if (json) {
            System.out.println(page.toPrettyString());
            return 0;
        }
        System.out.printf(ROW, "WHEN", "WHO", "ABOUT", "WHAT", "FROM", "RESULT", "DETAILS");
        for (JsonNode entry : page.path("items")) {
            System.out.printf(
                    ROW,
                    TIME.format(Instant.parse(entry.path("at").asText())),
                    entry.path("actor").asText().replace("account/", ""),
                    entry.path("account").asText(entry.path("subject").asText("-")),
                    entry.path("action").asText("-"),
                    entry.path("from").asText("-"),
                    entry.path("result").asText(),
                    details(entry));
        }
        return 0;
    }

    /** Why it went as it did, or else with which particulars it was asked for. */
    private static String details(JsonNode entry) {
        return entry.has("detail")
                ? entry.path("detail").asText()
                : entry.path("request").isEmpty() ? "" : entry.path("request").toString();
    }

    private static String parameter(String name, String value) {
        return value.isBlank() ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
