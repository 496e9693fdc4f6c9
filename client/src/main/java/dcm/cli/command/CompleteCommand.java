package dcm.cli.command;

import dcm.cli.completion.NameKind;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.CommandInterruptedException;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "complete", hidden = true, description = "Print names for the completion scripts.")
public final class CompleteCommand extends ShellCommand {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** The names that completion offers. The functions of bash interpret backslashes, and bash executes backquotes. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]*");

    @Parameters(paramLabel = "KIND", description = "containers, images or presets.")
    private NameKind kind = NameKind.CONTAINERS;

    private final Client client;

    CompleteCommand(Session session, Client client) {
        super(session);
        this.client = client;
    }

    /** Ends after a short time, because the user waits for the names while typing. */
    @Override
    protected ExitCode run() {
        List<String> names = new ArrayList<>();
        Thread reading = Thread.ofPlatform().daemon().start(() -> read(names));
        try {
            if (!reading.join(TIMEOUT)) {
                client.signIns().awaitRenewal();
                return ExitCode.FAILED;
            }
        } catch (InterruptedException e) {
            throw new CommandInterruptedException();
        }
        names.forEach(screen()::line);
        return names.isEmpty() ? ExitCode.FAILED : ExitCode.DONE;
    }

    private void read(List<String> names) {
        try {
            for (String name : kind.names(session())) {
                if (NAME.matcher(name).matches()) {
                    names.add(name);
                }
            }
        } catch (CommandFailure unavailable) {
            // There is nothing to offer.
        }
    }
}
