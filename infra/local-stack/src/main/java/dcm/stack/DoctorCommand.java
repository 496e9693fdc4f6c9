package dcm.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./dcm doctor}. */
@Command(
        name = "doctor",
        description =
                "What should be different on the hosts, and what to do about it. Ends with 1 if something is a problem.",
        footer = {"", "Example: ./dcm doctor n1"})
final class DoctorCommand implements Callable<Integer> {
    private static final String ROW = "%-10s %-9s %-17s %s%n";

    @Parameters(paramLabel = "HOST", arity = "0..1", description = "The host; left out, all.")
    private String host = "";

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() {
        DoorClient administrator = new People(Installation.current()).administrator();
        JsonNode hosts = host.isBlank()
                ? administrator.get("/v1/hosts").expectDone().path("items")
                : administrator.get("/v1/hosts/" + host).expectDone();
        if (json) {
            System.out.println(hosts.toPrettyString());
        } else {
            System.out.printf(ROW, "HOST", "LEVEL", "CHECK", "HOW IT IS, AND WHAT TO DO");
            (hosts.isArray() ? hosts.valueStream() : Stream.of(hosts)).forEach(DoctorCommand::print);
        }
        return hosts.findValuesAsText("level").contains("problem") ? 1 : 0;
    }

    private static void print(JsonNode host) {
        String name = host.path("name").asText();
        if (host.path("status").asText().equals("silent")) {
            System.out.printf(
                    ROW,
                    name,
                    "problem",
                    "heartbeat",
                    "It was last heard at " + host.path("lastSeen").asText()
                            + ". Look whether the machine, its engine and its worker run.");
        }
        for (JsonNode finding : host.path("findings")) {
            System.out.printf(
                    ROW,
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
