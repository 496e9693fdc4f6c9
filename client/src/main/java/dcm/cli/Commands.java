package dcm.cli;

import dcm.cli.command.Client;
import dcm.cli.command.CompleteCommand;
import dcm.cli.command.CompletionCommand;
import dcm.cli.command.ContextCommand;
import dcm.cli.command.CopyCommand;
import dcm.cli.command.LoginCommand;
import dcm.cli.command.LogoutCommand;
import dcm.cli.command.SshCommand;
import dcm.cli.completion.NameKind;
import dcm.shell.Program;
import dcm.shell.Shell;
import dcm.shell.command.Session;
import dcm.shell.container.ConnectCommand;
import java.lang.reflect.Constructor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/** The commands of this program: those of the shell, and its own. */
final class Commands {
    private static final Map<String, String> SHORT_FORMS =
            Map.of("--help", "help", "-h", "help", "--version", "version", "-V", "version");

    private Commands() {}

    /** @param unexpected receives exceptions that are defects of this program */
    static CommandLine of(Session session, Client client, Consumer<Exception> unexpected) {
        Map<String, List<Class<?>>> topics = new LinkedHashMap<>();
        topics.put("Servers", List.of(LoginCommand.class, LogoutCommand.class, ContextCommand.class));
        topics.put("From this machine", List.of(SshCommand.class, CopyCommand.class, CompletionCommand.class));
        var program = new Program(
                "dcm ",
                "'dcm help COMMAND' shows the help of a command. See also docs/client.md.",
                topics,
                Set.of(ConnectCommand.class), // ssh is in its place
                shell -> new Factory(shell, session, client));
        CommandLine line = Shell.of(session, program, unexpected);
        line.addSubcommand(CompleteCommand.class);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.getCommandSpec().addOption(context(client));
        return line;
    }

    /** What users of other programs type instead of a command. */
    static String[] withoutShortForms(String... words) {
        String[] full = words.clone();
        if (full.length > 0) {
            full[0] = SHORT_FORMS.getOrDefault(full[0], full[0]);
        }
        return full;
    }

    /** The option {@code --context} of all commands. */
    private static OptionSpec context(Client client) {
        return OptionSpec.builder("--context")
                .paramLabel("NAME")
                .type(String.class)
                .scopeType(ScopeType.INHERIT)
                .description("The context, which is the server to use; see 'dcm context'.")
                .setter(new ISetter() {
                    @Override
                    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as picocli defines it
                    public <T> @Nullable T set(T value) {
                        client.server().request((String) value);
                        return null;
                    }
                })
                .build();
    }

    /** Creates commands that need the client, and placeholders for the names of a server. */
    private record Factory(IFactory shell, Session session, Client client) implements IFactory {
        @Override
        @SuppressWarnings("unchecked") // picocli uses completion candidates as Iterable only
        public <K> K create(Class<K> type) throws Exception {
            Optional<NameKind> names = NameKind.of(type);
            if (names.isPresent()) {
                return (K) names.get().candidate();
            }
            try {
                Constructor<K> constructor = type.getDeclaredConstructor(Session.class, Client.class);
                constructor.setAccessible(true);
                return constructor.newInstance(session, client);
            } catch (NoSuchMethodException itNeedsNone) {
                return shell.create(type);
            }
        }
    }
}
