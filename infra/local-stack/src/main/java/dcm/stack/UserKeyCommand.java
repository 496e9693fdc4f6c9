package dcm.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./dcm user key}. */
@Command(
        name = "key",
        description = "SSH keys of an account. A change holds for the next login, in all containers.",
        subcommands = {UserKeyCommand.Add.class, UserKeyCommand.Ls.class, UserKeyCommand.Rm.class})
final class UserKeyCommand {
    private UserKeyCommand() {}

    /** The line of a {@code .pub} file. */
    static String read(Path file) {
        String text = TextFile.read(file).strip();
        if (text.contains("PRIVATE KEY")) {
            throw new StackFailure(
                    "%s is a private key, which nobody else should see; it was not sent anywhere. Give the .pub file that belongs to it."
                            .formatted(file));
        }
        return text;
    }

    private static String address(String name) {
        return "/v1/users/" + name + "/keys";
    }

    private static void print(JsonNode keys) {
        for (JsonNode key : keys.path("items")) {
            String[] line = key.path("line").asText().split(" ", 3);
            System.out.printf(
                    "%s  %s  %s%n", key.path("fingerprint").asText(), line[0], line.length > 2 ? line[2] : "");
            if (key.has("warning")) {
                System.err.println("  " + key.path("warning").asText());
            }
        }
    }

    /** {@code ./dcm user key add}. */
    @Command(
            name = "add",
            description = "Let somebody log in with more keys. Those that are there already change nothing.",
            footer = {"", "Example: ./dcm user key add alice --key ~/laptop.pub"})
    static final class Add implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "The account.")
        private String name = "";

        @Option(
                names = "--key",
                paramLabel = "FILE",
                required = true,
                description = "An SSH public key; may be repeated.")
        private List<Path> files = new ArrayList<>();

        @Override
        public Integer call() {
            List<String> keys = files.stream().map(UserKeyCommand::read).toList();
            print(new People(Installation.current())
                    .administrator()
                    .post(address(name), Map.of("keys", keys), Duration.ZERO)
                    .expectDone());
            return 0;
        }
    }

    /** {@code ./dcm user key ls}. */
    @Command(name = "ls", description = "List the keys of an account.")
    static final class Ls implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "The account.")
        private String name = "";

        @Option(names = "--json", description = "As JSON, for programs.")
        private boolean json;

        @Override
        public Integer call() {
            JsonNode keys = new People(Installation.current())
                    .administrator()
                    .get(address(name))
                    .expectDone();
            if (json) {
                System.out.println(keys.toPrettyString());
            } else {
                print(keys);
            }
            return 0;
        }
    }

    /** {@code ./dcm user key rm}. */
    @Command(
            name = "rm",
            description = "Take a key away. No container lets it in any more, even where a home still has it.",
            footer = {"", "Example: ./dcm user key rm alice SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"})
    static final class Rm implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "NAME", description = "The account.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "FINGERPRINT", description = "As './dcm user key ls' shows it.")
        private String fingerprint = "";

        @Option(names = "--end-sessions", description = "End logins that are open, too, all of hers.")
        private boolean endSessions;

        @Override
        public Integer call() {
            print(new People(Installation.current())
                    .administrator()
                    .delete(
                            address(name) + "?fingerprint=" + URLEncoder.encode(fingerprint, StandardCharsets.UTF_8)
                                    + "&endSessions=" + endSessions,
                            Duration.ZERO)
                    .expectDone());
            return 0;
        }
    }
}
