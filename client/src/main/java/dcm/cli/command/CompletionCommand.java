package dcm.cli.command;

import dcm.cli.completion.BashCompletion;
import dcm.cli.completion.FishCompletion;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description =
                "Print a script that completes commands, options, and the names of containers, images and presets.",
        footer = {
            "",
            "For bash: dcm completion bash > ~/.local/share/bash-completion/completions/dcm",
            "For zsh, in ~/.zshrc: source <(dcm completion zsh)",
            "For fish: dcm completion fish > ~/.config/fish/completions/dcm.fish"
        })
public final class CompletionCommand extends ShellCommand {
    @Parameters(
            paramLabel = "SHELL",
            completionCandidates = Shells.class,
            description = "The shell: bash, zsh or fish.")
    private String shell = "";

    @Spec
    private @Nullable CommandSpec spec;

    CompletionCommand(Session session) {
        super(session);
    }

    /** The known shells. */
    static final class Shells implements Iterable<String> {
        private static final List<String> NAMES = List.of("bash", "zsh", "fish");

        @Override
        public Iterator<String> iterator() {
            return new ArrayList<>(NAMES).iterator();
        }
    }

    @Override
    protected ExitCode run() {
        CommandLine root = Objects.requireNonNull(spec).root().commandLine();
        String script = switch (shell) {
            case "bash" -> BashCompletion.bash(root);
            case "zsh" -> BashCompletion.zsh(root);
            case "fish" -> FishCompletion.fish(root);
            default ->
                throw new CommandFailure(
                        ExitCode.USAGE, "No completion for '%s'. Use bash, zsh or fish.".formatted(shell));
        };
        screen().out().print(script);
        screen().out().flush();
        return ExitCode.DONE;
    }
}
