package dcm.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./dcm grant}. */
@Command(
        name = "grant",
        description = "Who may use which preset.",
        subcommands = {GrantCommand.Add.class, GrantCommand.Ls.class, GrantCommand.Rm.class})
final class GrantCommand {
    private static final String ROW = "%-20s %-26s %-20s %s%n";

    private GrantCommand() {}

    private static DoorClient administrator() {
        return new People(Installation.current()).administrator();
    }

    private static String address(String name) {
        return "/v1/users/" + name + "/grants";
    }

    /** {@code ./dcm grant add}. */
    @Command(
            name = "add",
            description = "Let somebody use a preset. Granted again, the grant is replaced.",
            footer = {"", "Example: ./dcm grant add alice big --until 2027-03-31 --note 'for her thesis'"})
    static final class Add implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "NAME", description = "The account.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "PRESET", description = "The preset.")
        private String preset = "";

        @Option(
                names = "--until",
                paramLabel = "DATE",
                description =
                        "The last day, here, or a time such as 2027-03-31T22:00:00Z; left out, until it is revoked.")
        private String until = "";

        @Option(names = "--note", paramLabel = "TEXT", description = "Why.")
        private String note = "";

        @Override
        public Integer call() {
            Map<String, String> request = new HashMap<>();
            if (!until.isBlank()) {
                request.put("until", time(until));
            }
            if (!note.isBlank()) {
                request.put("note", note);
            }
            JsonNode grant =
                    administrator().put(address(name) + "/" + preset, request).expectDone();
            System.out.printf(
                    "The account %s may use %s%s.%n",
                    name,
                    preset,
                    grant.has("until") ? " until " + grant.path("until").asText() : "");
            return 0;
        }

        /** A day holds until its end, where this is run. */
        static String time(String day) {
            try {
                return LocalDate.parse(day)
                        .plusDays(1)
                        .atStartOfDay(ZoneId.systemDefault())
                        .toInstant()
                        .toString();
            } catch (DateTimeParseException noDay) {
                return day;
            }
        }
    }

    /** {@code ./dcm grant ls}. */
    @Command(name = "ls", description = "List what somebody may use, grants that have ended included.")
    static final class Ls implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "The account.")
        private String name = "";

        @Option(names = "--json", description = "As JSON, for programs.")
        private boolean json;

        @Override
        public Integer call() {
            JsonNode grants = administrator().get(address(name)).expectDone();
            if (json) {
                System.out.println(grants.toPrettyString());
                return 0;
            }
            System.out.printf(ROW, "PRESET", "UNTIL", "GRANTED BY", "NOTE");
            for (JsonNode grant : grants.path("items")) {
                System.out.printf(
                        ROW,
                        grant.path("preset").asText(),
                        grant.path("until").asText("-"),
                        grant.path("grantedBy").asText().replace("account/", ""),
                        grant.path("note").asText(""));
            }
            return 0;
        }
    }

    /** {@code ./dcm grant rm}. */
    @Command(
            name = "rm",
            description = "Let somebody use a preset no more. What runs with it goes on; once stopped, it stays so.")
    static final class Rm implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "NAME", description = "The account.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "PRESET", description = "The preset.")
        private String preset = "";

        @Override
        public Integer call() {
            administrator().delete(address(name) + "/" + preset, Duration.ZERO).expectDone();
            System.out.printf("The account %s may not use %s any more.%n", name, preset);
            return 0;
        }
    }
}
