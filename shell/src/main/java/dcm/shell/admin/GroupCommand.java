package dcm.shell.admin;

import dcm.shell.api.ApiResponse;
import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.command.DryRunOption;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.GrantDocument;
import dcm.shell.document.GroupDocument;
import dcm.shell.screen.TextTable;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
    public static final class Ls extends ListCommand<GroupDocument> {

        Ls(Session session) {
            super(session, ADDRESS, GroupDocument.class);
        }

        @Override
        void print(List<GroupDocument> groups) {
            var table = new TextTable("NAME", "MEMBERS", "LIMITS", "PRESETS", "DESCRIPTION");
            for (GroupDocument group : groups) {
                table.row(
                        group.name(),
                        group.members().size(),
                        limits(group.quota()),
                        group.grants().stream().map(GrantDocument::preset).collect(Collectors.joining(", ")),
                        group.description());
            }
            table.print(screen());
        }
    }

    private static String limits(Map<String, BigDecimal> quota) {
        return quota.entrySet().stream()
                .map(limit -> limit.getKey() + " " + (limit.getValue().signum() < 0 ? "unlimited" : limit.getValue()))
                .collect(Collectors.joining(", "));
    }

    @Command(name = "show", description = "Show a group with its limits, grants and members.")
    public static final class Show extends ResourceCommand.Show {
        Show(Session session) {
            super(session, ADDRESS);
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

        @Mixin
        private DryRunOption dryRun = new DryRunOption();

        SetLimits(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            ApiResponse known = api().get(ADDRESS + "/" + name);
            Optional<GroupDocument> before =
                    known.isProblem("unknown-group") ? Optional.empty() : Optional.of(known.read(GroupDocument.class));
            Map<String, Object> request = new HashMap<>();
            request.put(
                    "description",
                    description == null ? before.map(GroupDocument::description).orElse("") : description);
            request.put(
                    "quota", limits.appliedTo(before.map(GroupDocument::quota).orElse(Map.of())));
            ApiResponse response = api().put(dryRun.on(ADDRESS + "/" + name), request);
            if (dryRun.isGiven()) {
                return dryRun(response);
            }
            Document<GroupDocument> answer = response.document(GroupDocument.class);
            GroupDocument group = answer.fields();
            String said = limits(group.quota());
            result(
                    answer.json(),
                    "The group %s has %d members, each limited to: %s.",
                    name,
                    group.members().size(),
                    said.isEmpty() ? "the limits of 'everybody'" : said);
            return ExitCode.DONE;
        }
    }

    @Command(name = "rm", description = "Remove a group without members, with its limits and grants.")
    public static final class Rm extends ResourceCommand.Rm {
        Rm(Session session) {
            super(session, ADDRESS, "The group %s is removed.");
        }
    }
}
