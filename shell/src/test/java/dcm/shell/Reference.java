package dcm.shell;

import dcm.shell.screen.Screen;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.util.ArrayList;
import picocli.CommandLine;

/** Generates the reference page of all commands. */
final class Reference {
    private static final String INTRODUCTION = """
            # The commands at the SSH gateway

            (Made of the commands themselves; change them, not this page.)

            `ssh -p 2222 alice@host` opens the prompt: the tab key completes commands, options, and the names of your own containers, images
            and presets; the arrow keys bring back what you typed earlier, also on other days; Ctrl-C ends a command or empties the line, Ctrl-D
            or `exit` leaves. `ssh -p 2222 alice@host COMMAND` runs one command. Lines that are piped in are run one after the other, until one
            does not succeed. Words are taken as a shell takes them, with quotes and backslashes; nothing else of a shell is there. As your own
            shell has taken the line apart before, what has blanks needs two pairs of quotes: `commit web tools -m "'with numpy'"`.

            With `--json`, every command answers in JSON; what went wrong is then a problem document (RFC 9457) on the error stream. Results are on
            the output stream alone, progress and what went wrong on the error stream. The exit code tells how it ended:

            | code | meaning |
            |---|---|
            | 0 | done |
            | 1 | refused; nothing has changed |
            | 2 | not understood; nothing was asked for |
            | 3 | tried, and not done |
            | 4 | not known, such as when a connection broke off: look before you repeat it |

            `connect` ends with the code of what ran in the container. A container is named by its SSH port, which is its handle, by its
            name, or by the beginning of its id.

            Besides, the gateway leads through to your own containers, and nowhere else: `ssh -J alice@host:2222 root@web` logs in, and `scp`,
            `rsync`, `sftp`, `git` and editors work the same way; `ssh -p 2222 -L 8080:web:8080 alice@host` brings a port that it publishes to
            your own machine. `ssh-config --jump` prints what `~/.ssh/config` needs, so that `ssh web` is enough.
            """;

    private Reference() {}

    static String page() {
        var nowhere = new PrintWriter(Writer.nullWriter());
        var screen = new Screen(nowhere, nowhere, false, false, () -> 100);
        CommandLine shell = Typed.shell(screen, URI.create("http://127.0.0.1:1"), new ArrayList<>());
        var page = new StringBuilder(INTRODUCTION);
        Shell.topics().forEach((topic, names) -> {
            page.append("\n## ").append(topic).append('\n');
            names.forEach(name -> describe(shell.getSubcommands().get(name), page));
        });
        return page.toString();
    }

    private static void describe(CommandLine command, StringBuilder page) {
        page.append("\n### ").append(Usage.name(command)).append("\n\n");
        command.setUsageHelpWidth(100);
        command.getUsageMessage()
                .stripTrailing()
                .lines()
                .forEach(line -> page.append(line.isEmpty() ? "" : "    " + line.stripTrailing())
                        .append('\n'));
        command.getSubcommands().values().forEach(below -> describe(below, page));
    }
}
