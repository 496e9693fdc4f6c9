package dcm.shell;

import dcm.shell.account.KeysCommand;
import dcm.shell.account.PresetsCommand;
import dcm.shell.account.QuotaCommand;
import dcm.shell.account.TokenCommand;
import dcm.shell.account.WhoamiCommand;
import dcm.shell.admin.AuditCommand;
import dcm.shell.admin.ContainersCommand;
import dcm.shell.admin.DoctorCommand;
import dcm.shell.admin.GrantCommand;
import dcm.shell.admin.GroupCommand;
import dcm.shell.admin.HostCommand;
import dcm.shell.admin.ImageCommand;
import dcm.shell.admin.LogCommand;
import dcm.shell.admin.PresetCommand;
import dcm.shell.admin.RegistryCommand;
import dcm.shell.admin.UserCommand;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.container.ChangeStateCommand;
import dcm.shell.container.ConnectCommand;
import dcm.shell.container.CreateCommand;
import dcm.shell.container.HistoryCommand;
import dcm.shell.container.LogsCommand;
import dcm.shell.container.PortsCommand;
import dcm.shell.container.RenameCommand;
import dcm.shell.container.RmCommand;
import dcm.shell.container.ShowCommand;
import dcm.shell.container.SshConfigCommand;
import dcm.shell.container.StatsCommand;
import dcm.shell.container.TopCommand;
import dcm.shell.container.WhyCommand;
import dcm.shell.image.CommitCommand;
import dcm.shell.image.FlattenCommand;
import dcm.shell.image.ImagesCommand;
import dcm.shell.image.LineageCommand;
import dcm.shell.image.RmiCommand;
import dcm.shell.screen.Screen;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command tree shared by the SSH gateway, the launcher and the client. */
public final class Shell {
    /** Command classes by topic, in the order in which help lists them. */
    private static final Map<String, List<Class<?>>> TOPICS = new LinkedHashMap<>();

    private static final String ADMINISTRATION = "For administrators";

    /** Commands for all users that have more for administrators. */
    private static final List<Class<?>> ALSO_ADMINISTRATION = List.of(ImageCommand.class, RegistryCommand.class);

    static {
        TOPICS.put(
                "Containers",
                List.of(
                        CreateCommand.class,
                        ShowCommand.class,
                        ConnectCommand.class,
                        ChangeStateCommand.Stop.class,
                        ChangeStateCommand.Start.class,
                        ChangeStateCommand.Restart.class,
                        ChangeStateCommand.Pause.class,
                        ChangeStateCommand.Unpause.class,
                        ChangeStateCommand.Recreate.class,
                        RenameCommand.class,
                        RmCommand.class,
                        LogsCommand.class,
                        StatsCommand.class,
                        TopCommand.class,
                        HistoryCommand.class,
                        WhyCommand.class,
                        PortsCommand.class,
                        SshConfigCommand.class));
        TOPICS.put(
                "Images",
                List.of(
                        ImagesCommand.class,
                        LineageCommand.class,
                        CommitCommand.class,
                        FlattenCommand.class,
                        RmiCommand.class,
                        ImageCommand.class,
                        RegistryCommand.class));
        TOPICS.put(
                "Your account",
                List.of(
                        WhoamiCommand.class,
                        QuotaCommand.class,
                        PresetsCommand.class,
                        KeysCommand.class,
                        TokenCommand.class));
        TOPICS.put(
                ADMINISTRATION,
                List.of(
                        UserCommand.class,
                        ContainersCommand.class,
                        GroupCommand.class,
                        GrantCommand.class,
                        PresetCommand.class,
                        HostCommand.class,
                        DoctorCommand.class,
                        LogCommand.class,
                        AuditCommand.class));
        TOPICS.put("Help", List.of(HelpCommand.class, VersionCommand.class));
    }

    private Shell() {}

    /**
     * Builds the command tree for a session. A session runs one command at a time.
     *
     * @param unexpected receives unexpected exceptions; the user only sees a general message
     */
    public static CommandLine of(Session session, Consumer<Exception> unexpected) {
        return of(session, Program.GATEWAY, unexpected);
    }

    /** Builds the command tree of another program than the SSH gateway. */
    public static CommandLine of(Session session, Program program, Consumer<Exception> unexpected) {
        var line = new CommandLine(
                new Root(session, program), program.factory().apply(new SessionFactory(session, program)));
        Map<String, List<Class<?>>> topics = topics(program);
        topics.values().stream().flatMap(List::stream).forEach(line::addSubcommand);
        HelpLayout.shape(line, topics, program);
        Screen screen = session.screen();
        line.setOut(screen.out()).setErr(screen.err()).setColorScheme(Help.defaultColorScheme(Ansi.OFF));
        line.setUsageHelpWidth(Math.clamp(screen.width(), HelpLayout.NARROWEST, HelpLayout.WIDEST));
        line.setParameterExceptionHandler(
                (failure, words) -> usageError(failure, screen, program).code());
        line.setExecutionExceptionHandler((failure, command, words) -> {
            unexpected.accept(failure);
            screen.printError("Internal error of DCM. Please report it to an administrator.");
            return ExitCode.FAILED.code();
        });
        line.setExpandAtFiles(false); // otherwise picocli would read @files of the gateway
        return line;
    }

    private static Map<String, List<Class<?>>> topics(Program program) {
        Map<String, List<Class<?>>> topics = new LinkedHashMap<>(program.topics());
        TOPICS.forEach((topic, types) -> topics.put(
                topic,
                types.stream().filter(type -> !program.omitted().contains(type)).toList()));
        return topics;
    }

    /** The command names by topic. */
    static Map<String, List<String>> topics() {
        Map<String, List<String>> names = new LinkedHashMap<>();
        TOPICS.forEach((topic, types) -> names.put(
                topic,
                types.stream()
                        .map(type -> type.getAnnotation(Command.class).name())
                        .toList()));
        return names;
    }

    /** The administrators' commands, each as a command line of its own, for use outside the gateway. */
    public static List<CommandLine> forAdministrators(Session session) {
        var factory = new SessionFactory(session, Program.GATEWAY);
        return Stream.concat(Objects.requireNonNull(TOPICS.get(ADMINISTRATION)).stream(), ALSO_ADMINISTRATION.stream())
                .map(type -> new CommandLine(type, factory))
                .toList();
    }

    private static ExitCode usageError(ParameterException failure, Screen screen, Program program) {
        CommandLine at = failure.getCommandLine();
        String help = help(at, program);
        if (failure instanceof UnmatchedArgumentException unmatched) {
            screen.printError(unmatched(at, unmatched.getUnmatched(), help));
        } else {
            screen.printError("%s. %s"
                    .formatted(String.valueOf(failure.getMessage()).replace("is not an int", "is not a number"), help));
        }
        return ExitCode.USAGE;
    }

    private static String help(CommandLine at, Program program) {
        boolean root = at.getCommandSpec().parent() == null;
        return "See '%s'.".formatted(program.typed(root ? "help" : "help " + HelpLayout.name(at)));
    }

    private static String unmatched(CommandLine at, List<String> words, String help) {
        boolean root = at.getCommandSpec().parent() == null;
        String word = words.getFirst();
        if (at.getParseResult() != null && at.getParseResult().hasSubcommand()) { // docker images
            words = List.of(word, at.getParseResult().subcommand().commandSpec().name());
        }
        if (word.startsWith("-")) {
            return "Unknown option '%s'.%s %s"
                    .formatted(word, Suggestion.sentence("", Suggestion.option(at, word)), help);
        }
        if (at.getSubcommands().isEmpty()) {
            return "Unexpected argument '%s'. Quote arguments that contain spaces. %s".formatted(word, help);
        }
        String group = root ? "" : HelpLayout.name(at) + " ";
        return "Unknown command '%s%s'.%s %s"
                .formatted(
                        group,
                        Suggestion.typed(words),
                        Suggestion.sentence(group, Suggestion.command(at, words)),
                        help);
    }

    /** The root command, which runs when no command is typed. */
    @Command(name = "dcm", description = "Your own Docker containers on shared servers.")
    static final class Root extends ShellCommand {
        private final Program program;

        Root(Session session, Program program) {
            super(session);
            this.program = program;
        }

        @Override
        protected ExitCode run() {
            throw new CommandFailure(
                    ExitCode.USAGE, "No command given. See '%s' for all commands.".formatted(program.typed("help")));
        }
    }
}
