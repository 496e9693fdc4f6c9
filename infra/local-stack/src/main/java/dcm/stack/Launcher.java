package dcm.stack;

import dcm.stack.command.AdministratorCommands;
import dcm.stack.command.BenchCommand;
import dcm.stack.command.ConfigCommand;
import dcm.stack.command.DemoCommand;
import dcm.stack.command.DownCommand;
import dcm.stack.command.HelpOption;
import dcm.stack.command.PartLogsCommand;
import dcm.stack.command.PruneCommand;
import dcm.stack.command.RebuildCommand;
import dcm.stack.command.RequiredInstallation;
import dcm.stack.command.SbomCommand;
import dcm.stack.command.StatusCommand;
import dcm.stack.command.SuperviseCommand;
import dcm.stack.command.UpCommand;
import dcm.stack.command.UserTokenCommand;
import dcm.stack.command.VerifyCommand;
import dcm.stack.machine.StackFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The main class of {@code ./dcm}: parses the command line and runs one command. */
@Command(
        name = "dcm",
        description = "Docker Container Manager on this machine.",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            ConfigCommand.class,
            StatusCommand.class,
            PartLogsCommand.class,
            UserTokenCommand.class,
            RebuildCommand.class,
            PruneCommand.class,
            VerifyCommand.class,
            DemoCommand.class,
            BenchCommand.class,
            SbomCommand.class,
            SuperviseCommand.class
        })
public final class Launcher {
    private Launcher() {}

    public static void main(String[] arguments) {
        var line = new CommandLine(new Launcher());
        try {
            AdministratorCommands.addTo(line);
        } catch (StackFailure wrongSettings) {
            // With `config` they can be corrected.
            if (arguments.length == 0 || !arguments[0].equals("config")) {
                System.err.println(wrongSettings.getMessage());
                System.exit(1);
            }
        }
        HelpOption.addTo(line);
        line.setExecutionStrategy(new RequiredInstallation());
        line.setExecutionExceptionHandler((failure, command, result) -> {
            if (!(failure instanceof StackFailure)) {
                throw failure;
            }
            command.getErr().println(failure.getMessage());
            return 1;
        });
        System.exit(line.execute(arguments));
    }
}
