package dcm.shell.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.shell.api.ApiResponse;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.Document;
import dcm.shell.api.Documents;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.AccountDocument;
import dcm.shell.document.IssuerDocument;
import dcm.shell.screen.Screen;
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
        name = "user",
        description = "Manage accounts.",
        subcommands = {
            UserCommand.Add.class,
            UserCommand.Ls.class,
            UserCommand.Show.class,
            UserCommand.SetProfile.class,
            UserQuotaCommand.class,
            UserHandOverCommand.class,
            UserMoveCommand.class,
            UserRmCommand.class,
            UserImportCommand.class,
            UserImportCommand.Export.class,
            UserCommand.Password.class,
            UserRebindCommand.class,
            UserKeyCommand.class,
            UserCommand.Suspend.class,
            UserCommand.Resume.class
        })
public final class UserCommand {

    @Command(
            name = "add",
            description = "Create an account with a sign-in. If the account exists, nothing changes.",
            footer = {
                "",
                "The one-time password is shown only once. The user chooses a new password at the first sign-in.",
                QuotaOptions.EXPLANATION,
                "",
                "Examples: user add alice --key ~/.ssh/id_ed25519.pub",
                "          user add bob --key bob.pub --group students --expires 2027-03-31 --cpus 2"
            })
    public static class Add extends ShellCommand {
        @Parameters(paramLabel = "NAME", description = "A POSIX user name, also used in the containers.")
        private String name = "";

        @Option(
                names = "--key",
                paramLabel = "KEY",
                description = "An SSH public key: its line, its .pub file, or - for standard input. Can be repeated.")
        private List<String> keyFiles = new ArrayList<>();

        @Option(names = "--admin", description = "Create an administrator.")
        private boolean administrator;

        @Mixin
        private ProfileOptions profile = new ProfileOptions();

        @Mixin
        private QuotaOptions quota = new QuotaOptions();

        protected Add(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            Map<String, Object> request = profile.given();
            request.put("name", name);
            request.put("role", administrator ? "administrator" : "user");
            request.put("keys", keyFiles.stream().map(session().input()::key).toList());
            request.put("quota", quota.appliedTo(Map.of()));
            ApiResponse answer = api().post("/v1/users", request);
            if (answer.isProblem("account-exists")) {
                return alreadyThere();
            }
            opened(name, answer.expectDone());
            return ExitCode.DONE;
        }

        /** Prints the new account. The launcher overrides it. */
        protected void opened(String account, JsonNode view) {
            if (json()) {
                screen().json(view);
                return;
            }
            say("The account %s is created.", account);
            String password = Documents.read(view, AccountDocument.class).oneTimePassword();
            if (!password.isEmpty()) {
                say(
                        "The user signs in as '%s' with the one-time password %s, which is shown only now.",
                        account, password);
                return;
            }
            IssuerDocument issuer = api().get("/v1/issuer").read(IssuerDocument.class);
            if (issuer.managed()) {
                say("The sign-in is not created yet. To set a password later: user password %s", account);
            } else {
                say(
                        "The user signs in at %s, where the claim %s must be '%s'.",
                        issuer.issuer(), issuer.nameClaim(), account);
            }
        }

        private ExitCode alreadyThere() {
            Document<AccountDocument> known = api().get("/v1/users/" + name).document(AccountDocument.class);
            if (known.fields().removal() != null) {
                throw new CommandFailure(
                        ExitCode.REFUSED,
                        "The account %s %s. The name cannot be used again; choose another name."
                                .formatted(name, known.fields().isRemoved() ? "was removed" : "is being removed"));
            }
            if (json()) {
                screen().json(known.json());
            } else {
                say(
                        "The account %s already exists; nothing changed. To change it: user set, user quota, user key",
                        name);
            }
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "password",
            description =
                    "Set a new one-time password and show it once. The old password and all sessions become invalid.")
    public static class Password extends ShellCommand {
        @Parameters(paramLabel = "NAME", description = "The account.")
        private String name = "";

        protected Password(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            reset(name, api().post("/v1/users/" + name + "/password").expectDone());
            return ExitCode.DONE;
        }

        /** The name of the account. */
        protected final String name() {
            return name;
        }

        /** Prints the new one-time password. The launcher overrides it. */
        protected void reset(String account, JsonNode answer) {
            if (json()) {
                screen().json(answer);
            } else {
                say(
                        "The one-time password of %s is %s, which is shown only now.",
                        account, Documents.read(answer, AccountDocument.class).oneTimePassword());
            }
        }
    }

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

        SetProfile(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            Map<String, Object> request = profile.given();
            if (!role.isBlank()) {
                request.put("role", role);
            }
            Document<AccountDocument> user =
                    api().patch("/v1/users/" + name, request).document(AccountDocument.class);
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

        Suspend(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            Map<String, Object> request = new HashMap<>(Map.of("stopContainers", stop, "endSessions", endSessions));
            if (!reason.isBlank()) {
                request.put("reason", reason);
            }
            result(
                    api().post("/v1/users/" + name + "/suspend", request).expectDone(),
                    "The account %s is suspended; its containers %s.",
                    name,
                    stop ? "are stopped" : "keep running");
            return ExitCode.DONE;
        }
    }

    @Command(name = "resume", description = "Resume a suspended account. Stopped containers stay stopped.")
    public static final class Resume extends ShellCommand {
        @Parameters(paramLabel = "NAME", description = "The account.")
        private String name = "";

        Resume(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            result(api().post("/v1/users/" + name + "/resume").expectDone(), "The account %s is not suspended.", name);
            return ExitCode.DONE;
        }
    }
}
