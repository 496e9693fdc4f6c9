package dcm.shell.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
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

    private static void show(JsonNode keys, Screen screen) {
        for (JsonNode key : keys.path("items")) {
            String[] line = key.path("line").asText().split(" ", 3);
            screen.line(
                    "%s  %s  %s".formatted(key.path("fingerprint").asText(), line[0], line.length > 2 ? line[2] : ""));
            if (key.has("warning")) {
                screen.aside("  " + key.path("warning").asText());
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
            show(api().post(address(name), Map.of("keys", keys)).expectDone(), screen());
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
            JsonNode keys = api().get(address(name)).expectDone();
            if (json()) {
                screen().json(keys);
            } else {
                show(keys, screen());
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
                            .expectDone(),
                    screen());
            return ExitCode.DONE;
        }
    }
}
