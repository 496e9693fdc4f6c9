package dcm.shell;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import picocli.CommandLine.IFactory;

/**
 * A program that offers the commands to users.
 *
 * @param prefix what users type before a command, such as {@code dcm} and a space
 * @param closing the last line of the list of all commands, before the exit codes
 * @param topics commands of this program alone, by topic; they are listed before those of the shell
 * @param omitted commands of the shell that the program does not have
 * @param factory changes how commands and completion candidates are created
 */
public record Program(
        String prefix,
        String closing,
        Map<String, List<Class<?>>> topics,
        Set<Class<?>> omitted,
        UnaryOperator<IFactory> factory) {
    /** The SSH gateway. */
    static final Program GATEWAY = new Program(
            "",
            "'help COMMAND' shows the help of a command. 'exit' or Ctrl-D closes the prompt.",
            Map.of(),
            Set.of(),
            UnaryOperator.identity());

    /** A command line as users type it. */
    String typed(String command) {
        return prefix + command;
    }
}
