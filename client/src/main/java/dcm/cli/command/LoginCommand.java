package dcm.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dcm.cli.config.Context;
import dcm.cli.connection.CertificateFile;
import dcm.cli.connection.ServerAddress;
import dcm.cli.signin.SignIns.Prompt;
import dcm.cli.signin.SignIns.SignedIn;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import dcm.shell.command.Session;
import dcm.shell.command.ShellCommand;
import dcm.shell.screen.PlainText;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "login",
        description =
                "Sign in to a server. Prints an address and a code; enter the code there in any browser. The server"
                        + " becomes the current context.",
        footer = {
            "",
            "Examples: dcm login https://dcm.lab.example",
            "          dcm login https://dcm.lab.example --context lab --browser",
            "          dcm login https://dcm.lab.example --ca lab-ca.pem"
        })
public final class LoginCommand extends ShellCommand {
    @Parameters(
            paramLabel = "URL",
            arity = "0..1",
            description = "The address of the server; that of the context if omitted.")
    private @Nullable String url;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description =
                    "A certificate authority (PEM) to accept for this server and its issuer, if they have their own.")
    private @Nullable String ca;

    @Option(names = "--browser", description = "Open the address in a browser of this machine.")
    private boolean browser;

    @Option(
            names = "--allow-http",
            description = "Permit a server without TLS on another machine. Others on the network can read your tokens.")
    private boolean allowHttp;

    @Option(
            names = "--allow-shared-issuer",
            description =
                    "Permit an issuer that another of your servers has. Each of them can use your tokens at the others.")
    private boolean allowSharedIssuer;

    private final Client client;

    LoginCommand(Session session, Client client) {
        super(session);
        this.client = client;
    }

    @Override
    protected ExitCode run() {
        Optional<Context.Named> former = former();
        URI server = url == null
                ? former.orElseThrow(() -> new CommandFailure(ExitCode.USAGE, "Name the server: dcm login URL"))
                        .context()
                        .uri()
                : ServerAddress.ofGateway(url, allowHttp);
        boolean same =
                former.filter(named -> named.context().uri().equals(server)).isPresent();
        String certificates = ca != null
                ? CertificateFile.read(ca)
                : same ? former.orElseThrow().context().certificates() : "";
        String name = same ? former.orElseThrow().name() : newName(server);

        boolean http = allowHttp || (same && former.orElseThrow().context().allowHttp());
        ServerAddress.requireEncrypted(server, http);

        SignedIn signedIn = client.signIns()
                .signIn(server, certificates, http, issuer -> checkIssuer(server, name, issuer), this::show);
        client.signIns().store(name, signedIn.tokens());
        client.contexts()
                .use(
                        name,
                        new Context(
                                server.toString(),
                                "",
                                signedIn.settings().issuer(),
                                signedIn.settings().clientId(),
                                http,
                                certificates));
        client.server().request(name);
        String account = client.server().account();
        result(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("context", name)
                        .put("url", server.toString())
                        .put("account", account),
                "Signed in to %s as %s.",
                name,
                account);
        return ExitCode.DONE;
    }

    /**
     * Shows where the user signs in, and refuses the issuer of another server. A server could otherwise state that issuer
     * to obtain tokens that the other server accepts.
     */
    private void checkIssuer(URI server, String name, String issuer) {
        screen().printError("The server %s signs you in at %s.".formatted(server, PlainText.line(issuer)));
        List<Context.Named> users = client.contexts().all().contexts().stream()
                .filter(named -> named.context().issuer().equals(issuer))
                .toList();
        boolean known = users.stream()
                .anyMatch(named ->
                        named.name().equals(name) && named.context().uri().equals(server));
        Optional<Context.Named> other = users.stream()
                .filter(named -> !named.context().uri().equals(server))
                .findFirst();
        if (other.isPresent() && !known && !allowSharedIssuer) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "Your context %s (%s) has this issuer, so %s could use your tokens at that server. If both servers belong to one organization that you trust: --allow-shared-issuer"
                            .formatted(other.get().name(), other.get().context().url(), server));
        }
    }

    /** The context that is signed in again: the requested one, the one with this address, or the current one. */
    private Optional<Context.Named> former() {
        Optional<String> requested = client.server().requested();
        if (requested.isPresent()) {
            return client.contexts().find(requested.get());
        }
        if (url == null) {
            return client.contexts().current();
        }
        String server = ServerAddress.ofGateway(url, allowHttp).toString();
        return client.contexts().all().contexts().stream()
                .filter(named -> named.context().url().equals(server))
                .findFirst();
    }

    /** The requested name, or the host's; with the port if another server has it. */
    private String newName(URI server) {
        Optional<String> requested = client.server().requested();
        if (requested.isPresent()) {
            return requested.get();
        }
        String host = server.getHost().replaceAll("[^A-Za-z0-9.-]", "");
        boolean taken = client.contexts().find(host).isPresent();
        return Context.requireName(taken ? host + "-" + Math.max(server.getPort(), 0) : host);
    }

    private void show(Prompt prompt) {
        String page = prompt.completePage().isEmpty() ? prompt.page() : prompt.completePage();
        screen().printError("To sign in, open this address in a browser:");
        screen().printErrorUnwrapped(page);
        screen().printError(
                        "If it asks for a code: %s (valid for %d minutes)".formatted(prompt.code(), prompt.minutes()));
        if (browser && !open(page)) {
            screen().printError("No browser could be opened on this machine.");
        }
    }

    private static boolean open(String page) {
        String program = System.getProperty("os.name").startsWith("Mac") ? "open" : "xdg-open";
        try {
            new ProcessBuilder(program, page)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
