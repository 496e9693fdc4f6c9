package dcm.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./dcm user}. */
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
final class UserCommand {
    private static final String ROW = "%-16s %-14s %-24s %-16s %4s  %-10s %s%n";

    /** {@code ./dcm user add}. */
    @Command(
            name = "add",
            description = "Open an account with a sign-in. Done already, it changes nothing.",
            footer = {
                "",
                "The sign-in's one-time password is told once, here; its person chooses her own when she uses it.",
                QuotaOptions.EXPLANATION,
                "",
                "Examples: ./dcm user add alice --key ~/.ssh/id_ed25519.pub",
                "          ./dcm user add bob --key bob.pub --group students --expires 2027-03-31 --cpus 2"
            })
    static final class Add implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "A POSIX user name; it is the person's user in her containers.")
        private String name = "";

        @Option(names = "--key", paramLabel = "FILE", description = "An SSH public key; may be repeated.")
        private List<Path> keyFiles = new ArrayList<>();

        @Option(names = "--admin", description = "Make the account an administrator's.")
        private boolean administrator;

        @Option(
                names = "--keep-password",
                description = "Keep the password on this machine, so that './dcm token NAME' works; for trying.")
        private boolean keepPassword;

        @Mixin
        private ProfileOptions profile = new ProfileOptions();

        @Mixin
        private QuotaOptions quota = new QuotaOptions();

        @Override
        public Integer call() {
            Map<String, Object> request = profile.said();
            request.put("name", name);
            request.put("role", administrator ? "administrator" : "user");
            request.put("keys", keyFiles.stream().map(UserKeyCommand::read).toList());
            request.put("quota", quota.appliedTo(JsonNodeFactory.instance.objectNode()));
            var people = new People(Installation.current());
            Optional<JsonNode> opened = people.open(request);
            if (opened.isEmpty()) {
                return alreadyThere(people.administrator());
            }
            System.out.printf("The account %s is open.%n", name);
            if (keepPassword) {
                people.keepPassword(name);
                System.out.printf("The password of its sign-in is in %s.%n", people.passwordFile(name));
            } else if (opened.get().has("oneTimePassword")) {
                System.out.printf(
                        "Its sign-in is '%s' with the one-time password %s, which is told only now.%n",
                        name, opened.get().path("oneTimePassword").asText());
            } else {
                System.out.printf(
                        "Its sign-in is not made yet; './dcm user password %s' gives it a password later.%n", name);
            }
            return 0;
        }

        private int alreadyThere(DoorClient administrator) {
            JsonNode known = administrator.get("/v1/users/" + name).expectDone();
            if (known.has("removal")) {
                throw new StackFailure("The account %s %s. Its name is not given again; choose another one."
                        .formatted(name, known.path("removal").has("endedAt") ? "was removed" : "is being removed"));
            }
            System.out.printf(
                    "There is an account %s already; it stays as it is. './dcm user set', 'user quota' and 'user key' change it.%n",
                    name);
            return 0;
        }
    }

    /** {@code ./dcm user password}. */
    @Command(
            name = "password",
            description =
                    "Give somebody a new one-time password, told once, here. The one that she has ends, and all sessions.")
    static final class Password implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "The account.")
        private String name = "";

        @Option(
                names = "--keep-password",
                description = "Keep it here, so that './dcm token' works: for trying, not for people.")
        private boolean keepPassword;

        @Override
        public Integer call() {
            var people = new People(Installation.current());
            if (name.equals(KeycloakRealm.ADMINISTRATOR)) {
                throw new StackFailure("This is the sign-in that ./dcm itself uses; its password is in %s and stays."
                        .formatted(people.passwordFile(name)));
            }
            JsonNode answer = people.administrator()
                    .post("/v1/users/" + name + "/password", Duration.ZERO)
                    .expectDone();
            if (keepPassword) {
                people.keepPassword(name);
                System.out.printf("The password of %s is kept in %s.%n", name, people.passwordFile(name));
                return 0;
            }
            System.out.printf(
                    "The one-time password of %s is %s, which is told only now.%n",
                    name, answer.path("oneTimePassword").asText());
            if (people.forgetPassword(name)) {
                System.out.println(
                        "The password that was kept here is not hers any more; './dcm token' does not work for her.");
            }
            return 0;
        }
    }

    /** {@code ./dcm user ls}. */
    @Command(name = "ls", description = "List all accounts.")
    static final class Ls implements Callable<Integer> {
        @Option(names = "--json", description = "As JSON, for programs.")
        private boolean json;

        @Override
        public Integer call() {
            JsonNode users = new People(Installation.current())
                    .administrator()
                    .get("/v1/users")
                    .expectDone();
            if (json) {
                System.out.println(users.toPrettyString());
                return 0;
            }
            printHead();
            for (JsonNode user : users.path("items")) {
                print(user);
            }
            return 0;
        }
    }

    private static void printHead() {
        System.out.printf(ROW, "NAME", "ROLE", "DISPLAY NAME", "GROUP", "KEYS", "ENDS", "STATE");
    }

    private static void print(JsonNode user) {
        System.out.printf(
                ROW,
                user.path("name").asText(),
                user.path("role").asText(),
                user.path("displayName").asText(),
                user.path("group").asText("-"),
                user.path("keys").size(),
                Day.shown(user.path("expiresAt").asText("-")),
                state(user));
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

    /** {@code ./dcm user show}. */
    @Command(name = "show", description = "Show an account with its keys, grants, containers and images.")
    static final class Show implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "The account.")
        private String name = "";

        @Mixin
        private Shown shown = new Shown();

        @Override
        public Integer call() {
            DoorClient administrator = new People(Installation.current()).administrator();
            JsonNode user = administrator.get("/v1/users/" + name).expectDone();
            if (user instanceof ObjectNode account) {
                account.set(
                        "holdings", administrator.get("/v1/holdings/" + name).expectDone());
            }
            shown.print(user);
            return 0;
        }
    }

    /** {@code ./dcm user set}. */
    @Command(
            name = "set",
            description = "Change what is written down about somebody. What is not said stays as it is.",
            footer = {
                "",
                "On its last day's end an account is suspended and its containers are stopped; a later end resumes it.",
                "",
                "Example: ./dcm user set alice --group students --expires 2027-03-31 --email none"
            })
    static final class SetProfile implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "The account.")
        private String name = "";

        @Mixin
        private ProfileOptions profile = new ProfileOptions();

        @Option(names = "--role", paramLabel = "ROLE", description = "user or administrator.")
        private String role = "";

        @Override
        public Integer call() {
            Map<String, Object> request = profile.said();
            if (!role.isBlank()) {
                request.put("role", role);
            }
            JsonNode user = new People(Installation.current())
                    .administrator()
                    .patch("/v1/users/" + name, request)
                    .expectDone();
            printHead();
            print(user);
            return 0;
        }
    }

    /** {@code ./dcm user suspend}. */
    @Command(
            name = "suspend",
            description =
                    "Refuse somebody everything, and let her keys in nowhere. Done already, it changes the reason.",
            footer = {"", "Example: ./dcm user suspend alice --reason 'Please talk to us' --stop"})
    static final class Suspend implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "The account.")
        private String name = "";

        @Option(names = "--reason", paramLabel = "TEXT", description = "For the person to read.")
        private String reason = "";

        @Option(names = "--stop", description = "Stop the containers, too.")
        private boolean stop;

        @Option(names = "--end-sessions", description = "End logins that are open, too.")
        private boolean endSessions;

        @Override
        public Integer call() {
            Map<String, Object> request = new HashMap<>(Map.of("stopContainers", stop, "endSessions", endSessions));
            if (!reason.isBlank()) {
                request.put("reason", reason);
            }
            new People(Installation.current())
                    .administrator()
                    .post("/v1/users/" + name + "/suspend", request, Duration.ZERO)
                    .expectDone();
            System.out.printf(
                    "The account %s is suspended; containers of it %s.%n", name, stop ? "are stopped" : "go on");
            return 0;
        }
    }

    /** {@code ./dcm user resume}. */
    @Command(name = "resume", description = "End a suspension. Containers that it stopped stay stopped.")
    static final class Resume implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "The account.")
        private String name = "";

        @Override
        public Integer call() {
            new People(Installation.current())
                    .administrator()
                    .post("/v1/users/" + name + "/resume", Duration.ZERO)
                    .expectDone();
            System.out.printf("The account %s is not suspended.%n", name);
            return 0;
        }
    }
}
