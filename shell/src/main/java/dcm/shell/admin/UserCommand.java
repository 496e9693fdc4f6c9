package dcm.shell.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.shell.api.Answer;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.Exit;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.screen.Screen;
import dcm.shell.screen.Table;
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
        description = "Accounts.",
        subcommands = {
            UserCommand.Add.class,
            UserCommand.Ls.class,
            UserCommand.Show.class,
            UserCommand.SetProfile.class,
            UserQuotaCommand.class,
            UserHandOverCommand.class,
            UserRmCommand.class,
            UserImportCommand.class,
            UserImportCommand.Export.class,
            UserCommand.Password.class,
            UserKeyCommand.class,
            UserCommand.Suspend.class,
            UserCommand.Resume.class
        })
public final class UserCommand {

    @Command(
            name = "add",
            description = "Open an account with a sign-in. Done already, it changes nothing.",
            footer = {
                "",
                "The sign-in's one-time password is told once, here; its person chooses her own when she uses it.",
                QuotaOptions.EXPLANATION,
                "",
                "Examples: user add alice --key ~/.ssh/id_ed25519.pub",
                "          user add bob --key bob.pub --group students --expires 2027-03-31 --cpus 2"
            })
    public static class Add extends ShellCommand {
        @Parameters(paramLabel = "NAME", description = "A POSIX user name; it is the person's user in her containers.")
        private String name = "";

        @Option(
                names = "--key",
                paramLabel = "KEY",
                description =
                        "An SSH public key: its line, its .pub file, or - for the standard input; may be repeated.")
        private List<String> keyFiles = new ArrayList<>();

        @Option(names = "--admin", description = "Make the account an administrator's.")
        private boolean administrator;

        @Mixin
        private ProfileOptions profile = new ProfileOptions();

        @Mixin
        private QuotaOptions quota = new QuotaOptions();

        protected Add(Session session) {
            super(session);
        }

        @Override
        protected Exit run() {
            Map<String, Object> request = profile.said();
            request.put("name", name);
            request.put("role", administrator ? "administrator" : "user");
            request.put("keys", keyFiles.stream().map(session().input()::key).toList());
            request.put("quota", quota.appliedTo(JsonNodeFactory.instance.objectNode()));
            Answer answer = api().post("/v1/users", request);
            if (answer.isProblem("account-exists")) {
                return alreadyThere();
            }
            opened(name, answer.expectDone());
            return Exit.DONE;
        }

        /** Prints the new account. The launcher overrides it. */
        protected void opened(String account, JsonNode view) {
            if (json()) {
                screen().json(view);
                return;
            }
            say("The account %s is open.", account);
            if (view.has("oneTimePassword")) {
                say(
                        "Its sign-in is '%s' with the one-time password %s, which is told only now.",
                        account, view.path("oneTimePassword").asText());
            } else {
                say("Its sign-in is not made yet; 'user password %s' gives it a password later.", account);
            }
        }

        private Exit alreadyThere() {
            JsonNode known = api().get("/v1/users/" + name).expectDone();
            if (known.has("removal")) {
                throw new CommandFailure(
                        Exit.REFUSED,
                        "The account %s %s. Its name is not given again; choose another one."
                                .formatted(
                                        name,
                                        known.path("removal").has("endedAt") ? "was removed" : "is being removed"));
            }
            if (json()) {
                screen().json(known);
            } else {
                say(
                        "There is an account %s already; it stays as it is. 'user set', 'user quota' and 'user key' change it.",
                        name);
            }
            return Exit.DONE;
        }
    }

    @Command(
            name = "password",
            description =
                    "Give somebody a new one-time password, told once, here. The one that she has ends, and all sessions.")
    public static class Password extends ShellCommand {
        @Parameters(paramLabel = "NAME", description = "The account.")
        private String name = "";

        protected Password(Session session) {
            super(session);
        }

        @Override
        protected Exit run() {
            reset(name, api().post("/v1/users/" + name + "/password").expectDone());
            return Exit.DONE;
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
                        "The one-time password of %s is %s, which is told only now.",
                        account, answer.path("oneTimePassword").asText());
            }
        }
    }

    @Command(name = "ls", description = "List all accounts.")
    public static final class Ls extends ShellCommand {

        Ls(Session session) {
            super(session);
        }

        @Override
        protected Exit run() {
            JsonNode users = api().get("/v1/users").expectDone();
            if (json()) {
                screen().json(users);
                return Exit.DONE;
            }
            show(users.path("items").valueStream().toList(), screen());
            return Exit.DONE;
        }
    }

    private static void show(List<JsonNode> users, Screen screen) {
        var table = new Table("NAME", "ROLE", "DISPLAY NAME", "GROUP", "KEYS", "ENDS", "STATE");
        for (JsonNode user : users) {
            table.row(
                    user.path("name").asText(),
                    user.path("role").asText(),
                    user.path("displayName").asText(),
                    user.path("group").asText("-"),
                    user.path("keys").size(),
                    Day.shown(user.path("expiresAt").asText("-")),
                    state(user));
        }
        table.print(screen);
    }

    private static String state(JsonNode user) {
        if (user.has("removal")) {
            return "being removed";
        }
        return user.has("suspendedSince")
                ? "suspended"
                        + (user.has("suspensionReason")
                                ? ": " + user.path("suspensionReason").asText()
                                : "")
                : "open";
    }

    @Command(name = "show", description = "Show an account with its keys, grants, containers and images.")
    public static final class Show extends ShellCommand {
        @Parameters(paramLabel = "NAME", description = "The account.")
        private String name = "";

        Show(Session session) {
            super(session);
        }

        @Override
        protected Exit run() {
            JsonNode user = api().get("/v1/users/" + name).expectDone();
            if (user instanceof ObjectNode account) {
                account.set("holdings", api().get("/v1/holdings/" + name).expectDone());
            }
            Details.show(user, json(), screen());
            return Exit.DONE;
        }
    }

    @Command(
            name = "set",
            description = "Change what is written down about somebody. What is not said stays as it is.",
            footer = {
                "",
                "On its last day's end an account is suspended and its containers are stopped; a later end resumes it.",
                "",
                "Example: user set alice --group students --expires 2027-03-31 --email none"
            })
    public static final class SetProfile extends ShellCommand {
        @Parameters(paramLabel = "NAME", description = "The account.")
        private String name = "";

        @Mixin
        private ProfileOptions profile = new ProfileOptions();

        @Option(names = "--role", paramLabel = "ROLE", description = "user or api().")
        private String role = "";

        SetProfile(Session session) {
            super(session);
        }

        @Override
        protected Exit run() {
            Map<String, Object> request = profile.said();
            if (!role.isBlank()) {
                request.put("role", role);
            }
            JsonNode user = api().patch("/v1/users/" + name, request).expectDone();
            if (json()) {
                screen().json(user);
            } else {
                show(List.of(user), screen());
            }
            return Exit.DONE;
        }
    }

    @Command(
            name = "suspend",
            description =
                    "Refuse somebody everything, and let her keys in nowhere. Done already, it changes the reason.",
            footer = {"", "Example: user suspend alice --reason 'Please talk to us' --stop"})
    public static final class Suspend extends ShellCommand {
        @Parameters(paramLabel = "NAME", description = "The account.")
        private String name = "";

        @Option(names = "--reason", paramLabel = "TEXT", description = "For the person to read.")
        private String reason = "";

        @Option(names = "--stop", description = "Stop the containers, too.")
        private boolean stop;

        @Option(names = "--end-sessions", description = "End logins that are open, too.")
        private boolean endSessions;

        Suspend(Session session) {
            super(session);
        }

        @Override
        protected Exit run() {
            Map<String, Object> request = new HashMap<>(Map.of("stopContainers", stop, "endSessions", endSessions));
            if (!reason.isBlank()) {
                request.put("reason", reason);
            }
            api().post("/v1/users/" + name + "/suspend", request).expectDone();
            say("The account %s is suspended; containers of it %s.", name, stop ? "are stopped" : "go on");
            return Exit.DONE;
        }
    }

    @Command(name = "resume", description = "End a suspension. Containers that it stopped stay stopped.")
    public static final class Resume extends ShellCommand {
        @Parameters(paramLabel = "NAME", description = "The account.")
        private String name = "";

        Resume(Session session) {
            super(session);
        }

        @Override
        protected Exit run() {
            api().post("/v1/users/" + name + "/resume").expectDone();
            say("The account %s is not suspended.", name);
            return Exit.DONE;
        }
    }
}
