package dcm.shell.admin;

import dcm.shell.api.ApiResponse;
import dcm.shell.api.Document;
import dcm.shell.api.ExitCode;
import dcm.shell.api.PageDocument;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.document.KeyDocument;
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

    /** Base class of commands that print the keys of an account. */
    abstract static class Keys extends ShellCommand {
        @Parameters(index = "0", paramLabel = "NAME", description = "The account.")
        private String name = "";

        Keys(Session session) {
            super(session);
        }

        /** Sends the request that returns the keys. */
        abstract ApiResponse ask(String address);

        @Override
        protected final ExitCode run() {
            Document<PageDocument> keys = ask("/v1/users/" + name + "/keys").document(PageDocument.class);
            if (json()) {
                screen().json(keys.json());
                return ExitCode.DONE;
            }
            for (KeyDocument key : keys.fields().read(KeyDocument.class)) {
                say("%s  %s  %s", key.fingerprint(), key.type(), key.comment());
                if (!key.warning().isEmpty()) {
                    screen().printError("  " + key.warning());
                }
            }
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "add",
            description = "Add SSH keys to an account. Keys that it already has change nothing.",
            footer = {"", "Example: user key add alice --key ~/laptop.pub"})
    public static final class Add extends Keys {
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
        ApiResponse ask(String address) {
            List<String> keys = files.stream().map(session().input()::key).toList();
            return api().post(address, Map.of("keys", keys));
        }
    }

    @Command(name = "ls", description = "List the keys of an account.")
    public static final class Ls extends Keys {
        Ls(Session session) {
            super(session);
        }

        @Override
        ApiResponse ask(String address) {
            return api().get(address);
        }
    }

    @Command(
            name = "rm",
            description = "Remove an SSH key. Containers reject it, even if a home directory still contains it.",
            footer = {"", "Example: user key rm alice SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"})
    public static final class Rm extends Keys {
        @Parameters(index = "1", paramLabel = "FINGERPRINT", description = "As shown by 'user key ls'.")
        private String fingerprint = "";

        @Option(names = "--end-sessions", description = "Also close all open SSH sessions of the account.")
        private boolean endSessions;

        Rm(Session session) {
            super(session);
        }

        @Override
        ApiResponse ask(String address) {
            return api().delete(address + "?fingerprint=" + URLEncoder.encode(fingerprint, StandardCharsets.UTF_8)
                    + "&endSessions=" + endSessions);
        }
    }
}
