package dcm.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.shell.api.ApiClient;
import dcm.shell.command.Input;
import dcm.shell.command.Session;
import dcm.shell.screen.Screen;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** With {@code --json}, every command prints JSON alone on standard output. */
class JsonOutputTest {
    private static final JsonMapper JSON = new JsonMapper();

    /** A document that answers every request: it has the fields of all documents that decide how a command goes on. */
    private static final String ANSWER = """
            {"intent": "i-1", "status": "done", "container": "5d60", "sequence": 8, "items": [], "next": "", "name": "x", "digest": "sha256:0",
             "ref": "x:1", "id": "5d60", "handle": 31000, "state": "running", "quota": {}, "keys": [], "grants": [],
             "hosts": [{"host": "n1", "stage": "ready"}], "steps": [], "processes": [], "group": "", "until": "", "version": 1, "source": {"kind": "local"},
             "ssh": {"address": "192.0.2.10", "port": 31000, "command": "ssh", "userCommand": "ssh"},
             "removal": {"endedAt": "2026-11-25T15:00:00Z", "steps": []},
             "signInIssuer": "https://id.example", "headers": {}, "containers": [], "images": []}""";

    /** Arguments of commands for which the names of their parameters are not enough. */
    private static final Map<String, List<String>> ARGUMENTS = Map.ofEntries(
            Map.entry("stop", List.of("web")),
            Map.entry("start", List.of("web")),
            Map.entry("restart", List.of("web")),
            Map.entry("pause", List.of("web")),
            Map.entry("unpause", List.of("web")),
            Map.entry("recreate", List.of("web")),
            Map.entry("rm", List.of("web")),
            Map.entry("keys add", List.of("ssh-ed25519 AAAA x")),
            Map.entry("user import", List.of("-")),
            Map.entry("user move", List.of("alice", "--to", "n2", "--no-wait")),
            Map.entry("user handover", List.of("alice", "--to", "bob", "--all")),
            Map.entry("user rebind", List.of("alice", "--by-name")),
            Map.entry("user key add", List.of("alice", "--key", "ssh-ed25519 AAAA x")),
            Map.entry("image add", List.of("x:1", "--local", "x")),
            Map.entry("host drain", List.of("n1", "--at", "2027-03-31")),
            Map.entry("preset set", List.of("big", "--options", "{}")),
            Map.entry("help", List.of("create")));

    /** Commands that refuse the option, because their output is a session or an archive. */
    private static final Set<String> WITHOUT_JSON = Set.of("connect", "image export");

    private static final Map<String, CommandLine> EXECUTABLE = executable();

    private FakeApiGateway gateway;

    @BeforeEach
    void open() throws IOException {
        gateway = new FakeApiGateway().answersAllWith(ANSWER);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    static Stream<String> commands() {
        return EXECUTABLE.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void standardOutputIsJson(String command) throws IOException {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.addAll(ARGUMENTS.getOrDefault(command, required(EXECUTABLE.get(command))));
        words.add("--json");

        Typed typed = typed(words);

        if (WITHOUT_JSON.contains(command)) {
            assertThat(typed.code()).isEqualTo(2);
            assertThat(typed.out()).isEmpty();
            return;
        }
        int expected = command.equals("doctor") ? 1 : 0; // the fake issuer is not reachable
        assertThat(typed.code()).as("%s: %s%s", words, typed.out(), typed.err()).isEqualTo(expected);
        assertThat(values(typed.out())).as("%s printed: %s", words, typed.out()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void standardOutputIsEmptyAfterAnErrorWhichIsJson(String command) throws IOException {
        gateway.close();
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.addAll(ARGUMENTS.getOrDefault(command, required(EXECUTABLE.get(command))));
        words.add("--json");

        Typed typed = typed(words);

        if (typed.code() != 0) { // help, version and token need no request
            assertThat(values(typed.err())).as("%s: %s", words, typed.err()).isNotEmpty();
            assertThat(values(typed.out())).as("%s: %s", words, typed.out()).allMatch(JsonNode::isEmpty);
        }
    }

    @Test
    void eachLineOfALogIsAnObject() throws IOException {
        gateway.answersAllWith("Server listening\non port \"22\"\n");

        assertThat(values(typed(List.of("logs", "web", "--json")).out()))
                .extracting(line -> line.path("line").asText())
                .containsExactly("Server listening", "on port \"22\"");
    }

    @Test
    void dryRunChangesNothing() throws IOException {
        for (List<String> words : List.of(
                List.of("start", "web"),
                List.of("recreate", "web"),
                List.of("rename", "web", "shop"),
                List.of("rm", "web", "shop"),
                List.of("commit", "web", "tools"),
                List.of("flatten", "tools:1"))) {
            List<String> all = new ArrayList<>(words);
            all.addAll(List.of("--dry-run", "--json"));

            assertThat(values(typed(all).out())).as("%s", words).hasSize(1);
        }
        assertThat(gateway.requests())
                .filteredOn(request -> !request.startsWith("GET "))
                .hasSize(7)
                .allMatch(request -> request.endsWith("dryRun=true"));
    }

    @Test
    void previewsAndProgressOfLongCommandsAreNotOnStandardOutput() throws IOException {
        assertThat(values(typed(List.of("user", "rm", "bob", "--dry-run", "--json"))
                        .out()))
                .hasSize(1);
        assertThat(values(typed(List.of("user", "rebind", "--issuer", "https://new.example", "--json"))
                        .out()))
                .hasSize(1);
        assertThat(typed(List.of("image", "add", "x:1", "--local", "x", "--no-wait", "--json"))
                        .err())
                .contains("is registered");
    }

    private Typed typed(List<String> words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var screen = new Screen(new PrintWriter(out), new PrintWriter(err), false, false, () -> 80);
        var api = new ApiClient(ApiClient.newClient(), gateway.address(), () -> "token");
        var input = new Input(new ByteArrayInputStream("name\n".getBytes(StandardCharsets.UTF_8)), false);
        List<Exception> mistakes = new ArrayList<>();
        int code = Shell.of(
                        new Session(
                                "alice",
                                api,
                                screen,
                                input,
                                OutputStream.nullOutputStream(),
                                new FakeGatewayServices()),
                        mistakes::add)
                .execute(words.toArray(String[]::new));
        assertThat(mistakes).as("%s", words).isEmpty();
        return new Typed(code, out.toString().strip(), err.toString().strip());
    }

    /** The JSON values in a text; fails if there is anything else. */
    private static List<JsonNode> values(String text) throws IOException {
        try (JsonParser parser = JSON.createParser(text);
                MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class)
                        .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .readValues(parser)) {
            return values.readAll();
        }
    }

    private static Map<String, CommandLine> executable() {
        Map<String, CommandLine> commands = new LinkedHashMap<>();
        add(Typed.shell(Typed.nowhere(), URI.create("http://127.0.0.1:1"), new ArrayList<>()), "", commands);
        return commands;
    }

    private static void add(CommandLine at, String path, Map<String, CommandLine> commands) {
        at.getSubcommands().forEach((name, below) -> {
            String full = path + name;
            if (below.getCommandSpec().userObject() instanceof Callable) {
                commands.put(full, below);
            }
            add(below, full + " ", commands);
        });
    }

    /** A value for each required parameter and option. */
    private static List<String> required(CommandLine command) {
        List<String> words = new ArrayList<>();
        for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
            if (parameter.arity().min() > 0) {
                words.add("web");
            }
        }
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (option.required()) {
                words.add(option.longestName() + "=web");
            }
        }
        return words;
    }
}
