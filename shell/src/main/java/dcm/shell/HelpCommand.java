package dcm.shell;

import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "help",
        description = "Show all commands, or the help of one command.",
        footer = {"", "Examples: help, help create"})
final class HelpCommand extends ShellCommand {
    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "A command, such as create or keys add.")
    private List<String> words = new ArrayList<>();

    @Spec
    private @Nullable CommandSpec spec;

    private final Program program;

    HelpCommand(Session session, Program program) {
        super(session);
        this.program = program;
    }

    @Override
    protected ExitCode run() {
        CommandLine at = Objects.requireNonNull(spec).root().commandLine();
        for (int i = 0; i < words.size(); i++) {
            CommandLine below = at.getSubcommands().get(words.get(i));
            if (below == null) {
                String group = String.join(" ", words.subList(0, i)) + (i == 0 ? "" : " ");
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "Unknown command '%s'.%s See '%s' for all commands."
                                .formatted(
                                        String.join(" ", words),
                                        Suggestion.sentence(
                                                group, Suggestion.command(at, words.subList(i, words.size()))),
                                        program.typed("help")));
            }
            at = below;
        }
        if (json()) {
            screen().json(HelpLayout.json(at));
        } else {
            at.usage(screen().out());
            screen().out().flush();
        }
        return ExitCode.DONE;
    }
}
