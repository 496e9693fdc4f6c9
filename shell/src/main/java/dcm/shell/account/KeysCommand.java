package dcm.shell.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dcm.shell.api.ApiClient;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.Documents;
import dcm.shell.api.ExitCode;
import dcm.shell.command.DryRunOption;
import dcm.shell.command.Input;
import dcm.shell.command.RequestRunner;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.KeyDocument;
import dcm.shell.document.OwnKeysDocument;
import dcm.shell.screen.ProgressDisplay;
import dcm.shell.screen.Screen;
import dcm.shell.screen.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "keys",
        description = "List or change your SSH keys, which work at this gateway and in all your containers.",
        subcommands = {KeysCommand.Add.class, KeysCommand.Rm.class},
        footer = {
            "",
            "Examples: keys",
            "          ssh -p 2222 alice@host keys add < ~/.ssh/laptop.pub",
            "          dcm keys add ~/.ssh/laptop.pub",
            "          keys rm SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"
        })
public final class KeysCommand extends ShellCommand {
    private static final String ADDRESS = "/v1/me/keys";
    /** In one request. */
    private static final int MAX_KEYS = 20;

    KeysCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        show(api(), screen(), json());
        return ExitCode.DONE;
    }

    @Command(
            name = "add",
            description = "Add SSH keys. They work from the next login on.",
            footer = {
                "",
                "Examples: ssh -p 2222 alice@host keys add < ~/.ssh/laptop.pub",
                "          dcm keys add ~/.ssh/laptop.pub"
            })
    public static final class Add extends ShellCommand {
        @Parameters(
                paramLabel = "KEY|FILE",
                arity = "0..*",
                description =
                        "One line of a .pub file, or on your own machine such files; if omitted, lines are read from"
                                + " standard input.")
        private List<String> words = new ArrayList<>();

        @Mixin
        private DryRunOption dryRun = new DryRunOption();

        Add(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            List<String> keys = keys(session().input());
            keys.forEach(Input::requirePublic);
            if (keys.isEmpty()) {
                throw new CommandFailure(ExitCode.USAGE, "No key given. Pass the line of its .pub file.");
            }
            if (dryRun.isGiven()) {
                return dryRun(api().post(dryRun.on(ADDRESS), Map.of("keys", keys)));
            }
            try (var progress = new ProgressDisplay(screen())) {
                new RequestRunner(api(), progress).done("keys", () -> api().post(ADDRESS, Map.of("keys", keys)));
            }
            return RequestRunner.afterSuccess(() -> {
                show(api(), screen(), json());
                return ExitCode.DONE;
            });
        }

        private List<String> keys(Input input) {
            if (words.isEmpty()) {
                return input.lines(MAX_KEYS);
            }
            if (Input.isKey(words)) {
                return List.of(String.join(" ", words));
            }
            Input.requirePublic(String.join(" ", words));
            return input.lines(words, MAX_KEYS);
        }
    }

    @Command(
            name = "rm",
            description =
                    "Remove an SSH key. The gateway and containers reject it, even if your home still contains it.")
    public static final class Rm extends ShellCommand {
        @Parameters(paramLabel = "FINGERPRINT", description = "The fingerprint (SHA256:…); 'keys' lists it.")
        private String fingerprint = "";

        @Option(names = "--end-sessions", description = "Also close open sessions in containers.")
        private boolean endSessions;

        @Mixin
        private DryRunOption dryRun = new DryRunOption();

        Rm(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            String address = ADDRESS + "?fingerprint=" + ApiClient.encoded(fingerprint) + "&endSessions=" + endSessions;
            if (dryRun.isGiven()) {
                return dryRun(api().delete(dryRun.on(address)));
            }
            try (var progress = new ProgressDisplay(screen())) {
                new RequestRunner(api(), progress).done("keys", () -> api().delete(address));
            }
            if (json()) {
                screen().json(JsonNodeFactory.instance.objectNode().put("removed", fingerprint));
            } else {
                screen().printError(fingerprint + " is removed.");
            }
            return ExitCode.DONE;
        }
    }

    private static void show(ApiClient api, Screen screen, boolean json) {
        List<JsonNode> keys = api.get("/v1/me").read(OwnKeysDocument.class).keys();
        if (json) {
            screen.json(keys);
            return;
        }
        var table = new TextTable("FINGERPRINT", "TYPE", "COMMENT");
        for (JsonNode one : keys) {
            KeyDocument key = Documents.read(one, KeyDocument.class);
            table.row(key.fingerprint(), key.type(), key.comment());
        }
        table.print(screen);
    }
}
