package dcm.stack.command;

import dcm.stack.backup.Restoration;
import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Says where a command must be run, if it needs an installation and this machine has none. */
public final class RequiredInstallation implements IExecutionStrategy {
    /** Commands for any machine. */
    private static final Set<Class<?>> ANYWHERE = Set.of(
            UpCommand.class,
            DownCommand.class,
            UpgradeCommand.class,
            StatusCommand.class,
            PartLogsCommand.class,
            SbomCommand.class,
            SuperviseCommand.class,
            ComposeCommand.Prepare.class,
            RestoreCommand.class,
            BackupCommand.Ls.class,
            BackupCommand.Check.class,
            ConfigCommand.Ls.class,
            ConfigCommand.Get.class,
            ConfigCommand.Set.class,
            ConfigCommand.Unset.class,
            ConfigCommand.Check.class,
            LocalHostCommands.Join.class,
            LocalHostCommands.Prepare.class);

    @Override
    public int execute(ParseResult parsed) {
        List<CommandLine> words = parsed.asCommandLineList();
        CommandLine last = words.getLast();
        boolean isHelp = words.stream().anyMatch(CommandLine::isUsageHelpRequested);
        if (!isHelp && last.getCommand() instanceof Callable<?> command) {
            String name =
                    words.stream().skip(1).map(CommandLine::getCommandName).collect(Collectors.joining(" "));
            try {
                check(command.getClass(), name, Installation::current);
            } catch (StackFailure e) {
                throw new ExecutionException(last, "no installation", e);
            }
        }
        return new RunLast().execute(parsed);
    }

    /**
     * Checks whether a command can run on this machine.
     *
     * @param name of the command with its parents, such as {@code host ls}
     * @param current the installation, whose settings may be wrong
     * @throws StackFailure if it cannot
     */
    static void check(Class<?> command, String name, Supplier<Installation> current) {
        if (ANYWHERE.contains(command)) {
            return;
        }
        Installation installation = current.get();
        installation.joined().ifPresent(other -> {
            throw new StackFailure("This machine is the host %s of the installation at %s. Run './dcm %s' there."
                    .formatted(installation.hostName(), other.server(), name));
        });
        Restoration.requireNone(installation.home());
        boolean startsOne = command.equals(DemoCommand.class) || BenchCommand.class.equals(command.getEnclosingClass());
        if (!startsOne && !installation.hasLog()) {
            throw new StackFailure(
                    ("There is no installation of DCM in %s. Run './dcm %s' on the machine of the installation, or set"
                                    + " DCM_HOME to its directory. To start an installation here: ./dcm up")
                            .formatted(installation.home(), name));
        }
    }
}
