package dcm.shell.admin;

import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.api.PageDocument;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.KeyDocument;
import dcm.shell.screen.Screen;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "key",
        description = {
            "Manage the SSH keys of an account. A change applies to the next login, in all containers.",
            "The gateway also closes open connections of a removed key within seconds."
        },
        subcommands = {UserKeyCommand.Add.class, UserKeyCommand.Ls.class, UserKeyCommand.Rm.class})
public final class UserKeyCommand {
    private UserKeyCommand() {}

    private static String address(String name) {
        return "/v1/users/" + name + "/keys";
    }

    private static void show(PageDocument keys, Screen screen) {
        for (KeyDocument key : keys.read(KeyDocument.class)) {
            screen.line("%s  %s  %s".formatted(key.fingerprint(), key.type(), key.comment()));
            if (!key.warning().isEmpty()) {
                screen.aside("  " + key.warning());
            }
        }
    }

    @Command(
            name = "add",
            description = "Add SSH keys to an account. Keys that it already has change nothing.",
            footer = {"", "Example: user key add alice --key ~/laptop.pub"})
    public static final class Add extends ShellCommand {
        @Parameters(paramLabel = "NAME", description = "The account.")
        private String name = "";

        @Option(
                names = "--key",
                paramLabel = "KEY",
                required = true,
                description = "An SSH public key: its line, its .pub file, or - for standard input. Can be repeated.")
        private List<String> files = new ArrayList<>();

        Add(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            List<String> keys = files.stream().map(session().input()::key).toList();
            show(api().post(address(name), Map.of("keys", keys)).read(PageDocument.class), screen());
            return ExitCode.DONE;
        }
    }

    @Command(name = "ls", description = "List the keys of an account.")
    public static final class Ls extends ShellCommand {
        @Parameters(paramLabel = "NAME", description = "The account.")
        private String name = "";

        Ls(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            Document<PageDocument> keys = api().get(address(name)).document(PageDocument.class);
            if (json()) {
                screen().json(keys.json());
            } else {
                show(keys.fields(), screen());
            }
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "rm",
            description = "Remove an SSH key. Containers reject it, even if a home directory still contains it.",
            footer = {"", "Example: user key rm alice SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"})
    public static final class Rm extends ShellCommand {
        @Parameters(index = "0", paramLabel = "NAME", description = "The account.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "FINGERPRINT", description = "As shown by 'user key ls'.")
        private String fingerprint = "";

        @Option(names = "--end-sessions", description = "Also close all open SSH sessions of the account.")
        private boolean endSessions;

        Rm(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            show(
                    api().delete(address(name) + "?fingerprint="
                                    + URLEncoder.encode(fingerprint, StandardCharsets.UTF_8) + "&endSessions="
                                    + endSessions)
                            .read(PageDocument.class),
                    screen());
            return ExitCode.DONE;
        }
    }
}
