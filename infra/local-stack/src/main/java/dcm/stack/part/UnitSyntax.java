package dcm.stack.part;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes values into unit files and environment files, so that systemd reads exactly them. */
public final class UnitSyntax {
    private UnitSyntax() {}

    /** A command line, see systemd.service(5). */
    public static String commandLine(List<String> words) {
        return words.stream().map(UnitSyntax::argument).collect(Collectors.joining(" "));
    }

    /** A word of a command line: there, a dollar sign begins a variable. */
    public static String argument(String word) {
        return quoted(word).replace("$", "$$");
    }

    /** A word in quotes, see systemd.syntax(7). */
    public static String quoted(String word) {
        return '"'
                + percents(word.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t"))
                + '"';
    }

    /** A percent sign begins a specifier, see systemd.unit(5). */
    public static String percents(String word) {
        return word.replace("%", "%%");
    }

    /** The content of a file for {@code EnvironmentFile=}, see systemd.exec(5): in double quotes, as in a shell. */
    static String environmentFile(Map<String, String> variables) {
        return variables.entrySet().stream()
                .map(variable -> "%s=\"%s\"\n"
                        .formatted(variable.getKey(), variable.getValue().replaceAll("([\\\\\"$`])", "\\\\$1")))
                .collect(Collectors.joining());
    }
}
