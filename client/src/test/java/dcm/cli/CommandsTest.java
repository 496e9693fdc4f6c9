package dcm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.cli.Typed.Machine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, completion and the terminal. */
class CommandsTest {
    @TempDir
    private Path home;

    private Typed types(String... words) {
        return new Machine(home).types(words);
    }

    @Test
    void helpListsTheCommandsOfTheShellAndItsOwn() {
        Typed help = types("help");

        assertThat(help.code()).isZero();
        assertThat(help.out())
                .startsWith("Usage: dcm COMMAND")
                .contains(
                        "login",
                        "context",
                        "ssh ",
                        "cp ",
                        "create",
                        "show",
                        "ssh-config",
                        "images",
                        "user",
                        "Exit codes")
                .doesNotContain("connect  ", "Ctrl-D", "complete ");
        assertThat(types("--help")).isEqualTo(help);
        assertThat(types("create", "--help").out())
                .startsWith("Usage: dcm create")
                .contains("--context=NAME");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "explode|Unknown command 'explode'. See 'dcm help'.",
                "shwo|Unknown command 'shwo'. Did you mean 'show'? See 'dcm help'.",
                "connect|Unknown command 'connect'. Did you mean 'ssh'? See 'dcm help'.",
                "ssh|Missing required parameter: 'HANDLE'. See 'dcm help ssh'.",
                "help explode|Unknown command 'explode'. See 'dcm help' for all commands.",
                "cp a b|Name a path in a container, such as web:/root/.",
                "cp web:/a db:/b|A copy can involve one container only, not web and db.",
                "completion tcsh|No completion for 'tcsh'. Use bash, zsh or fish.",
                "login nowhere://x|'nowhere://x' is not the address of a server, such as https://dcm.lab.example.",
                "show --context a/b|Invalid name of a context: 'a/b'. Use up to 63 letters, digits, '.', '_' and '-'.",
            })
    void usageErrorsNameTheHelpOfThisProgram(String line, String sentence) {
        Typed typed = types(line.split(" "));

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.err()).isEqualTo(sentence);
    }

    @Test
    void versionNeedsNoServer() {
        assertThat(types("--version").out()).startsWith("DCM ");
    }

    @Test
    void bashCompletesCommandsOptionsAndNames() throws Exception {
        Path script = Files.writeString(
                home.resolve("dcm.bash"), types("completion", "bash").out());

        assertThat(completed(script, "dcm", "sto")).isEqualTo("stop");
        assertThat(completed(script, "dcm", "show", "--wa")).isEqualTo("--watch");
        assertThat(completed(script, "dcm", "stop", "w")).isEqualTo("web");
        assertThat(completed(script, "dcm", "create", "deb")).isEqualTo("debian-ssh:13");
    }

    @Test
    void completionOffersOnlyNamesThatAShellDoesNotExecute() throws Exception {
        try (FakeServer server = new FakeServer()) {
            server.answersOnly("GET /v1/containers?limit=500", 200, """
                    {"items": [{"name": "web", "handle": "31002"}, {"name": "\\\\`touch x`", "handle": "$(touch x)"},
                               {"name": "a b"}, {"name": "-x"}, {"name": "x\\ny"}, {"name": "shop"}]}""");

            Typed names = new Machine(home)
                    .with("DCM_URL", server.url())
                    .with("DCM_TOKEN", "first-token")
                    .types("complete", "containers");

            assertThat(names.out().lines()).containsExactly("web", "31002", "shop");
        }
    }

    @Test
    void keysAreReadFromFiles() throws Exception {
        Path laptop = Files.writeString(home.resolve("laptop.pub"), "ssh-ed25519 AAAAlaptop alice@laptop\n");
        Path desk = Files.writeString(home.resolve("desk.pub"), "# at work\nssh-ed25519 AAAAdesk\n");
        try (FakeServer server = new FakeServer()) {
            Machine machine = new Machine(home).with("DCM_URL", server.url()).with("DCM_TOKEN", "first-token");

            machine.types("keys", "add", laptop.toString(), desk.toString());
            machine.types("keys", "add", "ssh-ed25519", "AAAAtyped", "alice");
            Typed missing = machine.types("keys", "add", "nowhere.pub");

            assertThat(server.requests("POST /v1/me/keys"))
                    .satisfiesExactly(
                            files -> assertThat(files)
                                    .contains("[\"ssh-ed25519 AAAAlaptop alice@laptop\",\"ssh-ed25519 AAAAdesk\"]"),
                            typed -> assertThat(typed).contains("[\"ssh-ed25519 AAAAtyped alice\"]"));
            assertThat(missing.err()).isEqualTo("No such file: nowhere.pub");
        }
    }

    /** What bash offers after the last word; a function stands for the program and its server. */
    private static String completed(Path script, String... words) throws Exception {
        String line = """
                dcm() { [[ "$*" == "complete containers" ]] && echo 'web db'; [[ "$*" == "complete images" ]] && echo debian-ssh:13; }
                source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_dcm; echo "${COMPREPLY[*]}"
                """.formatted(script, String.join(" ", words), words.length - 1);
        Process bash = new ProcessBuilder("bash", "-c", line)
                .redirectError(ProcessBuilder.Redirect.DISCARD) // compopt works only while bash itself completes
                .start();
        return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void completionScriptsAskForNamesOnlyWhenTheyAreUsed(String shell) {
        Typed script = types("completion", shell);

        assertThat(script.code()).isZero();
        assertThat(script.out())
                .contains("dcm complete containers", "dcm complete images", "--watch".substring(2))
                .doesNotContain("__dcm_containers__");
    }

    @Test
    void coloursAreForTerminalsOfUsersWhoWantThem() {
        assertThat(OwnTerminal.of(Map.of(), true, true, "100")).isEqualTo(new OwnTerminal(true, true, 100, true));
        assertThat(OwnTerminal.of(Map.of(), true, false, "").colours()).isFalse();
        assertThat(OwnTerminal.of(Map.of("NO_COLOR", "1"), true, true, "").colours())
                .isFalse();
        assertThat(OwnTerminal.of(Map.of("TERM", "dumb"), true, true, "").colours())
                .isFalse();
        assertThat(OwnTerminal.of(Map.of("NO_COLOR", ""), true, true, "junk").columns())
                .isEqualTo(80);
    }

    @Test
    void tablesFitTheTerminal() throws Exception {
        try (FakeServer server = new FakeServer()) {
            var environment =
                    Map.of("DCM_URL", server.url(), "DCM_TOKEN", "first-token", "XDG_CONFIG_HOME", home.toString());
            var out = new StringWriter();

            Main.run(environment, OwnTerminal.of(Map.of(), true, true, "60"), new PrintWriter(out), nowhere(), "show");

            assertThat(out.toString()).contains("\u001b[1m");
            assertThat(out.toString().replaceAll("\u001b\\[[0-9;]*m", "").lines())
                    .isNotEmpty()
                    .allMatch(line -> line.length() <= 60);
        }
    }

    private static PrintWriter nowhere() {
        return new PrintWriter(Writer.nullWriter());
    }
}
