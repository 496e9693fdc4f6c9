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
    /** What users of the SSH gateway type before a command in a shell of their machine, in the examples of the help. */
    public static final String FROM_OUTSIDE = "ssh -p 2222 alice@host ";

    /** The SSH gateway. */
    static final Program GATEWAY = new Program(
            "",
            "'help COMMAND' shows the help of a command. 'exit' or Ctrl-D closes the prompt.",
            Map.of(),
            Set.of(),
            UnaryOperator.identity());

    /** An example of the help for users of this program. */
    String example(String text) {
        return prefix.isEmpty() ? text : text.replace(FROM_OUTSIDE, prefix);
    }

    /** A command line as users type it. */
    String typed(String command) {
        return prefix + command;
    }
}
