package dcm.stack;

import dcm.kafka.archive.LogArchiveException;
import dcm.stack.command.AdministratorCommands;
import dcm.stack.command.BackupCommand;
import dcm.stack.command.BenchCommand;
import dcm.stack.command.ComposeCommand;
import dcm.stack.command.ConfigCommand;
import dcm.stack.command.DemoCommand;
import dcm.stack.command.DownCommand;
import dcm.stack.command.HelpOption;
import dcm.stack.command.PartLogsCommand;
import dcm.stack.command.PruneCommand;
import dcm.stack.command.RebuildCommand;
import dcm.stack.command.RequiredInstallation;
import dcm.stack.command.RestartCommand;
import dcm.stack.command.RestoreCommand;
import dcm.stack.command.SbomCommand;
import dcm.stack.command.StatusCommand;
import dcm.stack.command.SuperviseCommand;
import dcm.stack.command.UpCommand;
import dcm.stack.command.UpgradeCommand;
import dcm.stack.command.UserTokenCommand;
import dcm.stack.command.VerifyCommand;
import dcm.stack.machine.CommandName;
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
            UpgradeCommand.class,
            ConfigCommand.class,
            StatusCommand.class,
            PartLogsCommand.class,
            RestartCommand.class,
            UserTokenCommand.class,
            RebuildCommand.class,
            PruneCommand.class,
            VerifyCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            DemoCommand.class,
            BenchCommand.class,
            SbomCommand.class,
            SuperviseCommand.class,
            ComposeCommand.class
        })
public final class Launcher {
    private Launcher() {}

    public static void main(String[] arguments) {
        CommandLine line = commandLine(arguments.length > 0 && arguments[0].equals("config"));
        line.setExecutionStrategy(new RequiredInstallation());
        line.setExecutionExceptionHandler((failure, command, result) -> {
            if (!(failure instanceof StackFailure || failure instanceof LogArchiveException)) {
                throw failure;
            }
            command.getErr().println(CommandName.in(String.valueOf(failure.getMessage())));
            return 1;
        });
        System.exit(line.execute(arguments));
    }

    /** @param isForSettings whether the settings may be wrong, because the command can correct them */
    private static CommandLine commandLine(boolean isForSettings) {
        try {
            return commandLine();
        } catch (StackFailure wrongSettings) {
            if (!isForSettings) {
                System.err.println(CommandName.in(String.valueOf(wrongSettings.getMessage())));
                System.exit(1);
            }
            var line = new CommandLine(new Launcher());
            HelpOption.addTo(line);
            return line;
        }
    }

    /** The command with all its subcommands, as users see them. */
    public static CommandLine commandLine() {
        var line = new CommandLine(new Launcher());
        AdministratorCommands.addTo(line);
        HelpOption.addTo(line);
        return line;
    }
}
