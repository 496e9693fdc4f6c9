package dcm.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./dcm grant}. */
@Command(
        name = "grant",
        description = "Who may use which preset.",
        subcommands = {GrantCommand.Add.class, GrantCommand.Ls.class, GrantCommand.Rm.class})
final class GrantCommand {
    private static final String ROW = "%-20s %-26s %-20s %-20s %s%n";

    private GrantCommand() {}

    private static DoorClient administrator() {
        return new People(Installation.current()).administrator();
    }

    /** Whose grants a command is about. */
    static final class Grantee {
        @Parameters(index = "0", paramLabel = "NAME", description = "The account, or the group.")
        private String name = "";

        @Option(names = "--group", description = "NAME is a group's; all its members may use the preset.")
        private boolean group;

        String address() {
            return (group ? "/v1/catalog/groups/" : "/v1/users/") + name;
        }

        /** Those that hold for it; of an account also its group's and everybody's, each with whose it is. */
        List<JsonNode> grants(DoorClient administrator) {
            JsonNode known = administrator.get(address()).expectDone();
            List<JsonNode> all = new ArrayList<>(from(known.path("grants"), group ? "the group" : "the account"));
            if (!group) {
                for (String its : List.of(known.path("group").asText(""), "everybody")) {
                    if (!its.isEmpty()) {
                        JsonNode theirs =
                                administrator.get("/v1/catalog/groups/" + its).expectDone();
                        all.addAll(from(theirs.path("grants"), "group " + its));
                    }
                }
            }
            return all;
        }

        private static List<JsonNode> from(JsonNode grants, String whose) {
            grants.forEach(grant -> ((ObjectNode) grant).put("whose", whose));
            return grants.valueStream().toList();
        }

        @Override
        public String toString() {
            return (group ? "the group " : "the account ") + name;
        }
    }

    /** {@code ./dcm grant add}. */
    @Command(
            name = "add",
            description = "Let somebody use a preset. Granted again, the grant is replaced.",
            footer = {
                "",
                "Examples: ./dcm grant add alice big --until 2027-03-31 --note 'for her thesis'",
                "          ./dcm grant add --group students big"
            })
    static final class Add implements Callable<Integer> {
        @Mixin
        private Grantee grantee = new Grantee();

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
                request.put("until", Day.end(until));
            }
            if (!note.isBlank()) {
                request.put("note", note);
            }
            JsonNode grant = administrator()
                    .put(grantee.address() + "/grants/" + preset, request)
                    .expectDone();
            System.out.printf(
                    "Now %s may use %s%s.%n",
                    grantee,
                    preset,
                    grant.has("until")
                            ? " until " + Day.shown(grant.path("until").asText())
                            : "");
            return 0;
        }
    }

    /** {@code ./dcm grant ls}. */
    @Command(name = "ls", description = "List what somebody may use, grants that have ended included.")
    static final class Ls implements Callable<Integer> {
        @Mixin
        private Grantee grantee = new Grantee();

        @Option(names = "--json", description = "As JSON, for programs.")
        private boolean json;

        @Override
        public Integer call() {
            List<JsonNode> grants = grantee.grants(administrator());
            if (json) {
                System.out.println(JsonNodeFactory.instance
                        .objectNode()
                        .set("items", JsonNodeFactory.instance.arrayNode().addAll(grants))
                        .toPrettyString());
                return 0;
            }
            System.out.printf(ROW, "PRESET", "UNTIL", "GRANTED TO", "GRANTED BY", "NOTE");
            for (JsonNode grant : grants) {
                System.out.printf(
                        ROW,
                        grant.path("preset").asText(),
                        Day.shown(grant.path("until").asText("-")),
                        grant.path("whose").asText(),
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
        @Mixin
        private Grantee grantee = new Grantee();

        @Parameters(index = "1", paramLabel = "PRESET", description = "The preset.")
        private String preset = "";

        @Override
        public Integer call() {
            administrator()
                    .delete(grantee.address() + "/grants/" + preset, Duration.ZERO)
                    .expectDone();
            System.out.printf("Now %s may not use %s any more.%n", grantee, preset);
            return 0;
        }
    }
}
