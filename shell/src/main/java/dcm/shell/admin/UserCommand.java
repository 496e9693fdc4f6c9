package dcm.shell.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.shell.api.ApiResponse;
import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.command.DryRunOption;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.AccountDocument;
import dcm.shell.screen.Screen;
import dcm.shell.screen.TextTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "user",
        description = "Manage accounts.",
        subcommands = {
            UserAddCommand.class,
            UserCommand.Ls.class,
            UserCommand.Show.class,
            UserCommand.SetProfile.class,
            UserQuotaCommand.class,
            UserHandOverCommand.class,
            UserMoveCommand.class,
            UserRmCommand.class,
            UserImportCommand.class,
            UserImportCommand.Export.class,
            UserPasswordCommand.class,
            UserRebindCommand.class,
            UserKeyCommand.class,
            UserCommand.Suspend.class,
            UserCommand.Resume.class
        })
public final class UserCommand {

    @Command(name = "ls", description = "List all accounts.")
    public static final class Ls extends ListCommand<AccountDocument> {

        Ls(Session session) {
            super(session, "/v1/users", AccountDocument.class);
        }

        @Override
        void print(List<AccountDocument> accounts) {
            show(accounts, screen());
        }
    }

    private static void show(List<AccountDocument> users, Screen screen) {
        var table = new TextTable("NAME", "ROLE", "DISPLAY NAME", "GROUP", "KEYS", "ENDS", "STATE");
        for (AccountDocument user : users) {
            table.row(
                    user.name(),
                    user.role(),
                    user.displayName(),
                    TextTable.orDash(user.group()),
                    user.keys().size(),
                    DateTimeArgument.shown(TextTable.orDash(user.expiresAt())),
                    state(user));
        }
        table.print(screen);
    }

    private static String state(AccountDocument user) {
        if (user.removal() != null) {
            return "being removed";
        }
        if (user.homesMove() != null) {
            return "homes are moved to " + user.homesMove().to();
        }
        if (user.suspendedSince().isEmpty()) {
            return "open";
        }
        return "suspended" + (user.suspensionReason().isEmpty() ? "" : ": " + user.suspensionReason());
    }

    @Command(name = "show", description = "Show an account with its keys, grants, containers and images.")
    public static final class Show extends ShellCommand {
        @Parameters(paramLabel = "NAME", description = "The account.")
        private String name = "";

        Show(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            JsonNode user = api().get("/v1/users/" + name).expectDone();
            if (user instanceof ObjectNode account) {
                account.set("holdings", api().get("/v1/holdings/" + name).expectDone());
            }
            YamlOutput.show(user, json(), screen());
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "set",
            description = "Change the profile of an account. Omitted options change nothing.",
            footer = {
                "",
                "At the end of the last day, the account is suspended and its containers are stopped. A later date"
                        + " resumes it.",
                "",
                "Example: user set alice --group students --expires 2027-03-31 --email none"
            })
    public static final class SetProfile extends ShellCommand {
        @Parameters(paramLabel = "NAME", description = "The account.")
        private String name = "";

        @Mixin
        private ProfileOptions profile = new ProfileOptions();

        @Option(names = "--role", paramLabel = "ROLE", description = "user or administrator.")
        private String role = "";

        @Mixin
        private DryRunOption dryRun = new DryRunOption();

        SetProfile(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            Map<String, Object> request = profile.given();
            if (!role.isBlank()) {
                request.put("role", role);
            }
            ApiResponse answer = api().patch(dryRun.on("/v1/users/" + name), request);
            if (dryRun.isGiven()) {
                return dryRun(answer);
            }
            Document<AccountDocument> user = answer.document(AccountDocument.class);
            if (json()) {
                screen().json(user.json());
            } else {
                show(List.of(user.fields()), screen());
            }
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "suspend",
            description =
                    "Suspend an account: reject its requests and its SSH keys. Run the command again to change the"
                            + " reason.",
            footer = {"", "Example: user suspend alice --reason 'Please talk to us' --stop"})
    public static final class Suspend extends ShellCommand {
        @Parameters(paramLabel = "NAME", description = "The account.")
        private String name = "";

        @Option(names = "--reason", paramLabel = "TEXT", description = "The reason, shown to the user.")
        private String reason = "";

        @Option(names = "--stop", description = "Also stop the containers.")
        private boolean stop;

        @Option(names = "--end-sessions", description = "Also close open SSH sessions.")
        private boolean endSessions;

        @Mixin
        private DryRunOption dryRun = new DryRunOption();

        Suspend(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            Map<String, Object> request = new HashMap<>(Map.of("stopContainers", stop, "endSessions", endSessions));
            if (!reason.isBlank()) {
                request.put("reason", reason);
            }
            return outcome(
                    dryRun,
                    api().post(dryRun.on("/v1/users/" + name + "/suspend"), request),
                    "The account %s is suspended; its containers %s.",
                    name,
                    stop ? "are stopped" : "keep running");
        }
    }

    @Command(name = "resume", description = "Resume a suspended account. Stopped containers stay stopped.")
    public static final class Resume extends ShellCommand {
        @Parameters(paramLabel = "NAME", description = "The account.")
        private String name = "";

        @Mixin
        private DryRunOption dryRun = new DryRunOption();

        Resume(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            return outcome(
                    dryRun,
                    api().post(dryRun.on("/v1/users/" + name + "/resume")),
                    "The account %s can be used again.",
                    name);
        }
    }
}
