package dcm.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./dcm user import}. */
@Command(
        name = "import",
        description = "Open and change many accounts from a table or JSON. Done already, it changes nothing.",
        footer = {
            "",
            "The table's first line names its columns: name, and any of displayName, role, email, group, expiresAt, keys,",
            "containers, running, cpus, memoryMiB, pids, ports, images, imageMiB, homeMiB. An empty cell says nothing; keys are added",
            "and none taken away; a day in expiresAt holds until its end, in UTC; several keys stand with '|' between them. If one line cannot be, nothing is done at all.",
            "",
            "Examples: ./dcm user import students.csv --dry-run",
            "          ./dcm user import students.csv",
            "          ./dcm user export > accounts.csv"
        })
final class UserImportCommand implements Callable<Integer> {
    private static final String ROW = "%-16s %-8s %s%n";

    @Parameters(paramLabel = "FILE", description = "A table, or JSON if its name ends with .json.")
    private Path file = Path.of("");

    @Option(names = "--dry-run", description = "Only tell what would be done.")
    private boolean dryRun;

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() {
        String type = file.toString().endsWith(".json") ? "application/json" : "text/csv";
        JsonNode report = new People(Installation.current())
                .administrator()
                .post("/v1/bulk/users?dryRun=" + dryRun, read(), type)
                .expectDone();
        if (json) {
            System.out.println(report.toPrettyString());
        } else {
            print(report.path("items"));
            if (dryRun) {
                System.out.println("This was a dry run; nothing was done.");
            }
        }
        boolean refused = report.path("items").valueStream().anyMatch(UserImportCommand::isRefused);
        return refused ? 1 : 0;
    }

    private static boolean isRefused(JsonNode line) {
        return line.path("action").asText().equals("refuse");
    }

    private static void print(JsonNode lines) {
        System.out.printf(ROW, "NAME", "ACTION", "DETAILS");
        for (JsonNode line : lines) {
            String changes =
                    line.path("changes").valueStream().map(JsonNode::asText).collect(Collectors.joining("; "));
            System.out.printf(
                    ROW,
                    line.path("name").asText(),
                    line.path("action").asText(),
                    (isRefused(line) ? "line " + line.path("line").asText() + ": " : "")
                            + (line.has("oneTimePassword")
                                    ? "one-time password "
                                            + line.path("oneTimePassword").asText()
                                    : changes));
        }
        if (lines.valueStream().anyMatch(line -> line.has("oneTimePassword"))) {
            System.out.println("The passwords are told only now.");
        }
    }

    private String read() {
        return TextFile.read(file);
    }

    /** {@code ./dcm user export}. */
    @Command(name = "export", description = "Write down all accounts, as 'user import' reads them.")
    static final class Export implements Callable<Integer> {
        @Option(names = "--json", description = "As JSON; left out, as a table.")
        private boolean json;

        @Override
        public Integer call() {
            DoorClient administrator = new People(Installation.current()).administrator();
            if (json) {
                System.out.println(
                        administrator.get("/v1/bulk/users").expectDone().toPrettyString());
            } else {
                System.out.print(administrator.text("/v1/bulk/users", "text/csv"));
            }
            return 0;
        }
    }
}
