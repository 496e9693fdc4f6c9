package dcm.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

/** The help texts of all commands. */
class HelpTextTest {
    static Stream<String> commands() {
        return all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpTextHasNoEmptyOrUnresolvedValues(String command) {
        String help = all().get(command).getUsageMessage();

        assertThat(help)
                .doesNotContain("${", "()", "null", "''", "\"\"", "%s", "@|", "Default: ")
                .doesNotContainPattern("[;(] *by default")
                .doesNotContainPattern("\\b(or|such as|to|of|the|than|by)[.,;)]")
                .doesNotContainPattern("=(?=[\\]\\s])")
                .doesNotContainPattern("[,;:] *[.,;]");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyParameterAndOptionHasADescriptionThatIsASentence(String command) {
        var spec = all().get(command).getCommandSpec();
        List<ArgSpec> parameters = new ArrayList<>(spec.positionalParameters());
        parameters.addAll(spec.options());

        assertThat(parameters).allSatisfy(parameter -> {
            assertThat(String.join(" ", parameter.description()))
                    .as(parameter.toString())
                    .isNotBlank()
                    .endsWith(".")
                    .doesNotContainPattern("\\s[.,;)](\\s|$)");
            assertThat(parameter.paramLabel()).as(parameter.toString()).isNotBlank();
        });
        assertThat(String.join(" ", spec.usageMessage().description())).endsWith(".");
    }

    private static Map<String, CommandLine> all() {
        Map<String, CommandLine> commands = new LinkedHashMap<>();
        CommandLine shell = Typed.shell(Typed.nowhere(), URI.create("http://127.0.0.1:1"), new ArrayList<>());
        commands.put("dcm", shell);
        add(shell, "", commands);
        return commands;
    }

    private static void add(CommandLine at, String path, Map<String, CommandLine> commands) {
        at.getSubcommands().forEach((name, below) -> {
            below.setUsageHelpWidth(200);
            commands.put(path + name, below);
            add(below, path + name + " ", commands);
        });
    }
}
