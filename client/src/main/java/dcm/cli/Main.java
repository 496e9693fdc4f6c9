package dcm.cli;

import dcm.cli.command.Client;
import dcm.cli.command.ClientServices;
import dcm.cli.config.ConfigDirectory;
import dcm.cli.config.Contexts;
import dcm.cli.config.StoredTokens;
import dcm.cli.server.Server;
import dcm.cli.signin.SignIns;
import dcm.shell.command.Input;
import dcm.shell.command.Session;
import dcm.shell.screen.Screen;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Runs one command on the user's machine. */
public final class Main {
    private Main() {}

    public static void main(String... words) {
        Map<String, String> environment = System.getenv();
        System.exit(run(
                environment,
                OwnTerminal.ofProcess(environment),
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                words));
    }

    /** Runs a command and returns its exit code. */
    static int run(
            Map<String, String> environment, OwnTerminal terminal, PrintWriter out, PrintWriter err, String... words) {
        Screen screen = terminal.screen(out, err);
        ConfigDirectory directory = ConfigDirectory.of(environment);
        var contexts = new Contexts(directory);
        var signIns = new SignIns(new StoredTokens(directory));
        var server = new Server(environment, contexts, signIns, screen::printError);
        var client = new Client(contexts, signIns, server);
        var session = new Session(
                server::account,
                server.api(),
                screen,
                Input.onOwnMachine(System.in, terminal.input()),
                System.out,
                new ClientServices(client));
        return Commands.of(session, client, failure -> debug(environment, failure))
                .execute(Commands.withoutShortForms(words));
    }

    private static void debug(Map<String, String> environment, Exception failure) {
        if (environment.containsKey("DCM_DEBUG")) {
            failure.printStackTrace();
        }
    }
}
