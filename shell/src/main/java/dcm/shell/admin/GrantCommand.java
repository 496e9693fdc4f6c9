package dcm.shell.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.shell.api.ApiClient;
import dcm.shell.api.ApiResponse;
import dcm.shell.api.Document;
import dcm.shell.api.Documents;
import dcm.shell.api.ExitCode;
import dcm.shell.command.DryRunOption;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.GrantDocument;
import dcm.shell.document.GranteeDocument;
import dcm.shell.screen.TextTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "grant",
        description = "Manage who may use which preset.",
        subcommands = {GrantCommand.Add.class, GrantCommand.Ls.class, GrantCommand.Rm.class})
public final class GrantCommand {

    private GrantCommand() {}

    /** The account or group that a command names. */
    static final class Grantee {
        @Parameters(index = "0", paramLabel = "NAME", description = "The account, or the group with --group.")
        private String name = "";

        @Option(names = "--group", description = "NAME is a group; its grants apply to all members.")
        private boolean group;

        String address() {
            return (group ? "/v1/catalog/groups/" : "/v1/users/") + name;
        }

        /**
         * All grants that apply to the grantee. For an account, these include grants to its group and to everybody;
         * each grant names its source.
         */
        List<ObjectNode> grants(ApiClient api) {
            GranteeDocument known = api.get(address()).read(GranteeDocument.class);
            List<ObjectNode> all = new ArrayList<>(from(known, group ? "the group" : "the account"));
            if (!group) {
                for (String its : List.of(known.group(), "everybody")) {
                    if (!its.isEmpty()) {
                        GranteeDocument theirs =
                                api.get("/v1/catalog/groups/" + its).read(GranteeDocument.class);
                        all.addAll(from(theirs, "group " + its));
                    }
                }
            }
            return all;
        }

        private static List<ObjectNode> from(GranteeDocument grantee, String whose) {
            grantee.grants().forEach(grant -> grant.put("whose", whose));
            return grantee.grants();
        }

        @Override
        public String toString() {
            return (group ? "the group " : "the account ") + name;
        }
    }

    @Command(
            name = "add",
            description = "Grant a preset to an account or a group. A new grant replaces the earlier one.",
            footer = {
                "",
                "Examples: grant add alice big --until 2027-03-31 --note 'for the thesis'",
                "          grant add --group students big"
            })
    public static final class Add extends ShellCommand {
        @Mixin
        private Grantee grantee = new Grantee();

        @Parameters(index = "1", paramLabel = "PRESET", description = "The preset.")
        private String preset = "";

        @Option(
                names = "--until",
                paramLabel = "DATE",
                description = "The last day, in UTC, or a time such as 2027-03-31T22:00:00Z; no end if omitted.")
        private String until = "";

        @Option(names = "--note", paramLabel = "TEXT", description = "A note, such as the reason.")
        private String note = "";

        @Mixin
        private DryRunOption dryRun = new DryRunOption();

        Add(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            Map<String, String> request = new HashMap<>();
            if (!until.isBlank()) {
                request.put("until", DateTimeArgument.end(until));
            }
            if (!note.isBlank()) {
                request.put("note", note);
            }
            ApiResponse answer = api().put(dryRun.on(grantee.address() + "/grants/" + preset), request);
            if (dryRun.isGiven()) {
                return dryRun(answer);
            }
            Document<GrantDocument> grant = answer.document(GrantDocument.class);
            String end = grant.fields().until();
            result(
                    grant.json(),
                    "Now %s may use %s%s.",
                    grantee,
                    preset,
                    end.isEmpty() ? "" : " until " + DateTimeArgument.shown(end));
            return ExitCode.DONE;
        }
    }

    @Command(name = "ls", description = "List the grants of an account or a group, including expired ones.")
    public static final class Ls extends ShellCommand {
        @Mixin
        private Grantee grantee = new Grantee();

        Ls(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            List<ObjectNode> grants = grantee.grants(api());
            if (json()) {
                ObjectNode answer = JsonNodeFactory.instance.objectNode();
                answer.putArray("items").addAll(grants);
                screen().json(answer);
                return ExitCode.DONE;
            }
            var table = new TextTable("PRESET", "UNTIL", "GRANTED TO", "GRANTED BY", "NOTE");
            for (ObjectNode each : grants) {
                GrantDocument grant = Documents.read(each, GrantDocument.class);
                table.row(
                        grant.preset(),
                        DateTimeArgument.shown(TextTable.orDash(grant.until())),
                        grant.whose(),
                        grant.grantedBy().replace("account/", ""),
                        grant.note());
            }
            table.print(screen());
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "rm",
            description = "Revoke a grant. Running containers keep running; once stopped, they cannot start again.")
    public static final class Rm extends ShellCommand {
        @Mixin
        private Grantee grantee = new Grantee();

        @Parameters(index = "1", paramLabel = "PRESET", description = "The preset.")
        private String preset = "";

        @Mixin
        private DryRunOption dryRun = new DryRunOption();

        Rm(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            return outcome(
                    dryRun,
                    api().delete(dryRun.on(grantee.address() + "/grants/" + preset)),
                    "%s can no longer use %s.",
                    grantee,
                    preset);
        }
    }
}
