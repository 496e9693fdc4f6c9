package dcm.shell.image;

import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import java.io.Console;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the user's credentials at a registry. A password is never an argument, which other users can see. */
final class RegistryLogin {
    @Option(
            names = {"-u", "--username"},
            paramLabel = "USER",
            description = "Your user name at the registry. Without it, the request is anonymous.")
    private @Nullable String username;

    @Option(
            names = "--password-stdin",
            description = "Read your password or token at the registry from the standard input.")
    private boolean stdin;

    /**
     * Asks for the password if it is needed.
     *
     * @return the fields of a request; empty for an anonymous request
     */
    Map<String, Object> read(Session session) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (username == null && stdin) {
            throw new CommandFailure(ExitCode.USAGE, "--password-stdin requires --username USER.");
        }
        if (username != null) {
            fields.put("username", username);
            fields.put("password", stdin ? session.input().text().replaceFirst("\\R\\z", "") : prompted(session));
        }
        return fields;
    }

    private static String prompted(Session session) {
        Console console = session.input().isLocal() && session.screen().terminal() ? System.console() : null;
        char[] password = console == null ? null : console.readPassword("Password: ");
        if (password == null) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "Pass --password-stdin and pipe your password in: ssh … image pull … --password-stdin < FILE.");
        }
        return new String(password);
    }
}
