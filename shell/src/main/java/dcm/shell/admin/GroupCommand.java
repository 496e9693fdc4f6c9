package dcm.shell.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dcm.shell.api.ApiResponse;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.screen.TextTable;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "group",
        description = "Manage groups of accounts, with limits and grants for their members. All accounts are members of"
                + " 'everybody'.",
        subcommands = {
            GroupCommand.Ls.class,
            GroupCommand.Show.class,
            GroupCommand.SetLimits.class,
            GroupCommand.Rm.class
        })
public final class GroupCommand {
    private static final String ADDRESS = "/v1/catalog/groups";

    private GroupCommand() {}

    @Command(name = "ls", description = "List all groups.")
    public static final class Ls extends ShellCommand {

        Ls(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            JsonNode groups = api().get(ADDRESS).expectDone();
            if (json()) {
                screen().json(groups);
                return ExitCode.DONE;
            }
            var table = new TextTable("NAME", "MEMBERS", "LIMITS", "PRESETS", "DESCRIPTION");
            for (JsonNode group : groups.path("items")) {
                table.row(
                        group.path("name").asText(),
                        group.path("members").size(),
                        limits(group.path("quota")),
                        StreamSupport.stream(group.path("grants").spliterator(), false)
                                .map(grant -> grant.path("preset").asText())
                                .collect(Collectors.joining(", ")),
                        group.path("description").asText());
            }
            table.print(screen());
            return ExitCode.DONE;
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

    @Command(name = "show", description = "Show a group with its limits, grants and members.")
    public static final class Show extends ShellCommand {
        @Parameters(paramLabel = "NAME", description = "The group.")
        private String name = "";

        Show(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            YamlOutput.show(api().get(ADDRESS + "/" + name).expectDone(), json(), screen());
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "set",
            description = "Create a group, or change its description or limits. The limits apply to each member.",
            footer = {
                "",
                QuotaOptions.EXPLANATION,
                "",
                "Examples: group set students --description 'Operating systems' --containers 2 --cpus 2",
                "          group set everybody --ports 10",
                "          user set alice --group students"
            })
    public static final class SetLimits extends ShellCommand {
        @Parameters(paramLabel = "NAME", description = "The group; 'everybody' always exists.")
        private String name = "";

        @Option(names = "--description", paramLabel = "TEXT", description = "A description for administrators.")
        private @Nullable String description;

        @Mixin
        private QuotaOptions limits = new QuotaOptions();

        SetLimits(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            ApiResponse known = api().get(ADDRESS + "/" + name);
            JsonNode before =
                    known.isProblem("unknown-group") ? JsonNodeFactory.instance.objectNode() : known.expectDone();
            Map<String, Object> request = new HashMap<>();
            request.put(
                    "description",
                    description == null ? before.path("description").asText("") : description);
            request.put("quota", limits.appliedTo(before.path("quota")));
            JsonNode group = api().put(ADDRESS + "/" + name, request).expectDone();
            String said = limits(group.path("quota"));
            say(
                    "The group %s has %d members, each limited to: %s.",
                    name, group.path("members").size(), said.isEmpty() ? "the limits of 'everybody'" : said);
            return ExitCode.DONE;
        }
    }

    @Command(name = "rm", description = "Remove a group without members, with its limits and grants.")
    public static final class Rm extends ShellCommand {
        @Parameters(paramLabel = "NAME", description = "The group.")
        private String name = "";

        Rm(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            api().delete(ADDRESS + "/" + name).expectDone();
            say("The group %s is removed.", name);
            return ExitCode.DONE;
        }
    }
}
