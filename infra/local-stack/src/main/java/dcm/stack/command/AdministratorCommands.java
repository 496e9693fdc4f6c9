package dcm.stack.command;

import dcm.shell.Shell;
import dcm.shell.api.ApiClient;
import dcm.shell.api.CommandFailure;
import dcm.shell.command.Input;
import dcm.shell.command.Session;
import dcm.shell.screen.Screen;
import dcm.stack.account.AdministratorToken;
import dcm.stack.account.FirstAdministrator;
import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import dcm.stack.machine.CommandName;
import dcm.stack.machine.StackFailure;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** The commands for administrators, run as the first administrator. */
public final class AdministratorCommands {
    /** The problem code of a request that was not sent, because there is no token for it. */
    static final String NO_TOKEN = "no-token";

    private AdministratorCommands() {}

    public static void addTo(CommandLine line) {
        Session session = session();
        line.addSubcommand("doctor", new LocalDoctorCommand(session));
        for (CommandLine command : Shell.forAdministrators(session)) {
            if (command.getCommandName().equals("user")) {
                replace(command, "add", new LocalUserCommands.Add(session));
                replace(command, "password", new LocalUserCommands.Password(session));
                replace(command, "rm", new LocalUserCommands.Rm(session));
            }
            if (command.getCommandName().equals("host")) {
                replace(command, "rm", new LocalHostCommands.Rm(session));
                command.addSubcommand("invite", new LocalHostCommands.Invite());
                command.addSubcommand("join", new LocalHostCommands.Join());
                command.addSubcommand("prepare", new LocalHostCommands.Prepare());
            }
            if (command.getCommandName().equals("log")) {
                command.addSubcommand("compact", new LogCompactCommand());
            }
            if (!command.getCommandName().equals("doctor")) {
                line.addSubcommand(command);
            }
        }
    }

    private static void replace(CommandLine command, String name, Object by) {
        command.getCommandSpec().removeSubcommand(name);
        command.addSubcommand(name, by);
    }

    /** Requests the token only with the first request, because help needs none. */
    private static Session session() {
        var screen = new Screen(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                false,
                false,
                () -> Integer.MAX_VALUE);
        Installation installation = Installation.current();
        var api = new ApiClient(
                ApiClient.newClient(), URI.create(installation.url(StackPort.API_GATEWAY)), () -> token(installation));
        return new Session(
                FirstAdministrator.name(installation).value(),
                api,
                screen,
                new Input(System.in, true),
                System.out,
                null);
    }

    /** Fails like a request, so that {@code ./dcm doctor} shows its findings also without a token. */
    static String token(Installation installation) {
        try {
            return AdministratorToken.of(installation);
        } catch (StackFailure e) {
            throw CommandFailure.withCode(NO_TOKEN, CommandName.in(String.valueOf(e.getMessage())));
        }
    }
}
