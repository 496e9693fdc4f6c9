package dcm.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.shell.screen.Screen;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ShellTest {
    @Test
    void everyCommandHasADescriptionAndTheHelpOption() {
        assertThat(commands(shell()))
                .allSatisfy(command -> assertThat(
                                command.getCommandSpec().usageMessage().description())
                        .as(command.getCommandName())
                        .isNotEmpty())
                .allSatisfy(command -> assertThat(command.getCommandSpec().optionsMap())
                        .as(command.getCommandName())
                        .containsKeys("--help"));
    }

    @Test
    void everyExecutableCommandHasTheJsonOption() {
        assertThat(commands(shell()).stream()
                        .filter(command -> command.getCommandSpec().userObject() instanceof Callable)
                        .toList())
                .hasSizeGreaterThan(40)
                .allSatisfy(command -> assertThat(command.getCommandSpec().optionsMap())
                        .as(command.getCommandName())
                        .containsKey("--json"));
    }

    @Test
    void everyBasicCommandExists() {
        assertThat(shell().getSubcommands())
                .containsKeys("create", "stop", "start", "pause", "unpause", "show", "rm", "commit", "images", "rmi");
    }

    @Test
    void unknownCommandIsRejectedByName() {
        Typed typed = Typed.anywhere("explode");

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.err()).isEqualTo("Unknown command 'explode'. See 'help'.");
    }

    @Test
    void invalidArgumentsAreReportedWithTheHelpCommand() {
        assertThat(Typed.anywhere("keys", "add", "--frobnicate").err()).contains("--frobnicate", "'help keys add'");
        assertThat(Typed.anywhere("create").err()).contains("IMAGE", "'help create'");
        assertThat(Typed.anywhere("user", "list").err()).contains("Unknown command 'user list'");
        assertThat(Typed.anywhere("top", "web", "more").err()).contains("Unexpected argument 'more'");
        assertThat(Typed.anywhere("create", "x", "--memory", "256m").err()).contains("is not a number");
        assertThat(Typed.anywhere("stop").err()).contains("Pass either handles of containers or --all");
    }

    @Test
    void argumentFilesAreNotExpanded(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("words"), "version");

        Typed typed = Typed.anywhere("@" + file);

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.out()).isEmpty();
    }

    @Test
    void helpListsCommandsByTopicAndDescribesEach() {
        Typed all = Typed.anywhere("help");

        assertThat(all.code()).isZero();
        assertThat(all.out()).contains("Containers", "Images", "Your account", "For administrators", "ssh-config");
        assertThat(Typed.anywhere("help", "create").out()).startsWith("Usage: create [");
        assertThat(Typed.anywhere("keys", "rm", "--help").out()).startsWith("Usage: keys rm [");
        assertThat(Typed.anywhere("help", "nothing").code()).isEqualTo(2);
    }

    @Test
    void commandsWorkInAVeryNarrowTerminal() {
        var out = new StringWriter();
        var screen = new Screen(new PrintWriter(out), new PrintWriter(out), true, false, () -> 10);

        int code = Typed.shell(screen, URI.create("http://127.0.0.1:1"), new ArrayList<>())
                .execute("version");

        assertThat(code).isZero();
        assertThat(out.toString()).startsWith("DCM ");
    }

    @Test
    void unreachableApiGatewayIsReportedWithExitCodeThree() {
        Typed typed = Typed.anywhere("show");

        assertThat(typed.code()).isEqualTo(3);
        assertThat(typed.err()).startsWith("Cannot connect to DCM");
    }

    @Test
    void privateKeyIsRejected() {
        assertThat(Typed.anywhere("keys", "add", "--", "-----BEGIN OPENSSH PRIVATE KEY-----")
                        .err())
                .startsWith("This is a private key");
        assertThat(Typed.anywhere("keys", "add", "--", "-----BEGIN", "OPENSSH", "PRIVATE", "KEY-----")
                        .err())
                .startsWith("This is a private key");
    }

    private static CommandLine shell() {
        var nowhere = new PrintWriter(Writer.nullWriter());
        return Typed.shell(
                new Screen(nowhere, nowhere, false, false, () -> 80),
                URI.create("http://127.0.0.1:1"),
                new ArrayList<>());
    }

    private static List<CommandLine> commands(CommandLine line) {
        List<CommandLine> all = new ArrayList<>();
        for (CommandLine below : line.getSubcommands().values()) {
            all.add(below);
            all.addAll(commands(below));
        }
        return all;
    }
}
