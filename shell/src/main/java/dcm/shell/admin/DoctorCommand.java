package dcm.shell.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.screen.TextTable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "doctor",
        description = "Show problems of the hosts and how to fix them. The exit code is 1 if there is a problem.",
        footer = {"", "Example: doctor n1"})
public final class DoctorCommand extends ShellCommand {

    @Parameters(paramLabel = "HOST", arity = "0..1", description = "The host; all hosts if omitted.")
    private String host = "";

    DoctorCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        JsonNode hosts = host.isBlank()
                ? api().get("/v1/hosts").expectDone().path("items")
                : api().get("/v1/hosts/" + host).expectDone();
        if (json()) {
            screen().json(hosts);
        } else {
            var table = new TextTable("HOST", "LEVEL", "CHECK", "FINDING AND REMEDY");
            quarantine(table);
            (hosts.isArray() ? hosts.valueStream() : Stream.of(hosts)).forEach(host -> add(host, table));
            table.print(screen());
        }
        return hosts.findValuesAsText("level").contains("problem") || quarantined() > 0
                ? ExitCode.REFUSED
                : ExitCode.DONE;
    }

    private int quarantined() {
        return api().get("/v1/quarantine").expectDone().path("items").size();
    }

    private void quarantine(TextTable table) {
        int records = quarantined();
        if (records > 0) {
            table.row(
                    "-",
                    "problem",
                    "log",
                    "Records in quarantine, which DCM could not process: " + records
                            + ". List them with 'log ls', then release or discard each of them.");
        }
    }

    private static void add(JsonNode host, TextTable table) {
        String name = host.path("name").asText();
        if (host.path("status").asText().equals("silent")) {
            table.row(
                    name,
                    "problem",
                    "heartbeat",
                    "The last heartbeat arrived at " + host.path("lastSeen").asText()
                            + ". Check that the machine, its Docker Engine and its worker are running.");
        }
        for (JsonNode finding : host.path("findings")) {
            table.row(
                    name,
                    finding.path("level").asText(),
                    finding.path("check").asText(),
                    finding.path("detail").asText()
                            + (finding.has("remedy")
                                    ? " " + finding.path("remedy").asText()
                                    : ""));
        }
    }
}
