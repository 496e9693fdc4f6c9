package dcm.cli.completion;

import picocli.AutoComplete;
import picocli.CommandLine;

/** Generates completion for bash and, with bash's functions in it, for zsh. */
public final class BashCompletion {
    private BashCompletion() {}

    public static String bash(CommandLine root) {
        String script = AutoComplete.bash("dcm", root);
        for (NameKind kind : NameKind.values()) {
            script = script.replace(
                    "\"" + kind.placeholder() + "\"", "$([[ ${curr_word} == -* ]] || " + kind.query() + ")");
        }
        return script;
    }

    public static String zsh(CommandLine root) {
        return """
                # The functions of bash below need these two.
                autoload -U +X compinit && compinit -u
                autoload -U +X bashcompinit && bashcompinit
                """ + bash(root);
    }
}
