package dcm.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./dcm group}. */
@Command(
        name = "group",
        description = "Groups of accounts, with limits and grants for all in them. All accounts are in 'everybody'.",
        subcommands = {
            GroupCommand.Ls.class,
            GroupCommand.Show.class,
            GroupCommand.SetLimits.class,
            GroupCommand.Rm.class
        })
final class GroupCommand {
    private static final String ADDRESS = "/v1/catalog/groups";
    private static final String ROW = "%-20s %8s  %-40s %-40s %s%n";

    private GroupCommand() {}

    private static DoorClient administrator() {
        return new People(Installation.current()).administrator();
    }

    /** {@code ./dcm group ls}. */
    @Command(name = "ls", description = "List all groups.")
    static final class Ls implements Callable<Integer> {
        @Option(names = "--json", description = "As JSON, for programs.")
        private boolean json;

        @Override
        public Integer call() {
            JsonNode groups = administrator().get(ADDRESS).expectDone();
            if (json) {
                System.out.println(groups.toPrettyString());
                return 0;
            }
            System.out.printf(ROW, "NAME", "MEMBERS", "LIMITS", "PRESETS", "DESCRIPTION");
            for (JsonNode group : groups.path("items")) {
                System.out.printf(
                        ROW,
                        group.path("name").asText(),
                        group.path("members").size(),
                        limits(group.path("quota")),
                        StreamSupport.stream(group.path("grants").spliterator(), false)
                                .map(grant -> grant.path("preset").asText())
                                .collect(Collectors.joining(", ")),
                        group.path("description").asText());
            }
            return 0;
        }
    }

    private static String limits(JsonNode quota) {
        return quota.properties().stream()
                .map(limit -> limit.getKey() + " "
                        + (limit.getValue().asText().equals("-1")
                                ? "unlimited"
                                : limit.getValue().asText()))
                .collect(Collectors.joining(", "));
    }

    /** {@code ./dcm group show}. */
    @Command(name = "show", description = "Show a group with its limits, grants and members.")
    static final class Show implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "The group.")
        private String name = "";

        @Mixin
        private Shown shown = new Shown();

        @Override
        public Integer call() {
            shown.print(administrator().get(ADDRESS + "/" + name).expectDone());
            return 0;
        }
    }

    /** {@code ./dcm group set}. */
    @Command(
            name = "set",
            description =
                    "Make a group, or change its description or some of its limits. The limits are each member's.",
            footer = {
                "",
                QuotaOptions.EXPLANATION,
                "",
                "Examples: ./dcm group set students --description 'Operating systems' --containers 2 --cpus 2",
                "          ./dcm group set everybody --ports 10",
                "          ./dcm user set alice --group students"
            })
    static final class SetLimits implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "The group; 'everybody' is there already.")
        private String name = "";

        @Option(names = "--description", paramLabel = "TEXT", description = "For administrators.")
        private @Nullable String description;

        @Mixin
        private QuotaOptions limits = new QuotaOptions();

        @Override
        public Integer call() {
            DoorClient administrator = administrator();
            DoorClient.Answer known = administrator.get(ADDRESS + "/" + name);
            JsonNode before =
                    known.isProblem("unknown-group") ? JsonNodeFactory.instance.objectNode() : known.expectDone();
            Map<String, Object> request = new HashMap<>();
            request.put(
                    "description",
                    description == null ? before.path("description").asText("") : description);
            request.put("quota", limits.appliedTo(before.path("quota")));
            JsonNode group = administrator.put(ADDRESS + "/" + name, request).expectDone();
            String said = limits(group.path("quota"));
            System.out.printf(
                    "The group %s has %d members, each limited to: %s.%n",
                    name, group.path("members").size(), said.isEmpty() ? "what everybody is limited to" : said);
            return 0;
        }
    }

    /** {@code ./dcm group rm}. */
    @Command(name = "rm", description = "Remove a group that nobody is in, with its limits and grants.")
    static final class Rm implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "The group.")
        private String name = "";

        @Override
        public Integer call() {
            administrator().delete(ADDRESS + "/" + name, Duration.ZERO).expectDone();
            System.out.printf("There is no group %s any more.%n", name);
            return 0;
        }
    }
}
