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

            (Generated from the commands. To change this page, change the commands.)

            `ssh -p 2222 alice@host` opens the prompt: the tab key completes commands, options, and the names of your own containers, images
            and presets; the arrow keys show earlier lines, also of earlier sessions; Ctrl-C ends a command or clears the line; Ctrl-D or `exit`
            closes the prompt. Long output stops at the end of each screen: space shows the next page, Enter the next line, `q` ends it.
            `ssh -p 2222 alice@host COMMAND` runs one command. Lines from a pipe are run one after the other, until one fails.
            The gateway understands quotes and backslashes, but no other shell syntax. Your own shell reads the line first, so an argument with
            spaces needs two pairs of quotes: `commit web tools -m "'with numpy'"`.

            With `--json`, every command prints JSON; an error is then a problem document (RFC 9457). Results are written to standard output,
            progress and errors to standard error. The exit codes are:

            | code | meaning |
            |---|---|
            | 0 | success |
            | 1 | rejected; nothing has changed |
            | 2 | usage error; no request was sent |
            | 3 | failed |
            | 4 | outcome unknown, for example after a lost connection; check the state before you try again |

            The exit code of `connect` is the one of the command in the container. A HANDLE is a container's SSH port, its name, or at least
            four digits of its id.

            The gateway is also an SSH jump host to your own containers: `ssh -J alice@host:2222 root@web` logs in, and `scp`, `rsync`, `sftp`,
            `git` and editors work the same way. `ssh -p 2222 -L 8080:web:8080 alice@host` forwards a published port of the container to your
            own machine. `ssh-config --jump` prints the lines for `~/.ssh/config`, so that `ssh web` is enough.
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
        page.append("\n### ").append(HelpLayout.name(command)).append("\n\n");
        command.setUsageHelpWidth(100);
        command.getUsageMessage()
                .stripTrailing()
                .lines()
                .forEach(line -> page.append(line.isEmpty() ? "" : "    " + line.stripTrailing())
                        .append('\n'));
        command.getSubcommands().values().forEach(below -> describe(below, page));
    }
}
