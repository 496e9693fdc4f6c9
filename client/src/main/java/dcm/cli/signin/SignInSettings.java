package dcm.cli.signin;

import dcm.cli.connection.WebRequest;
import dcm.cli.connection.WebRequest.Answer;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.Documents;
import dcm.shell.api.ExitCode;
import java.net.URI;
import java.util.List;

/**
 * How a server wants its users to sign in.
 *
 * @param issuer the issuer of access tokens
 * @param clientId the id of command-line programs at the issuer
 * @param scopes the scopes to request
 */
public record SignInSettings(String issuer, String clientId, List<String> scopes) {
    private static final String PATH = "/.well-known/dcm";

    /** Asks the server. */
    static SignInSettings of(WebRequest web, URI server) {
        Answer answer = web.get(server.resolve(PATH));
        if (answer.status() / 100 == 3) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "%s redirects to %s. Sign in there: dcm login %s"
                            .formatted(server, answer.location(), origin(server.resolve(answer.location()))));
        }
        String detail = answer.json().path("detail").asText("");
        if (!answer.isSuccess()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    detail.isEmpty()
                            ? "%s does not answer like a DCM server (status %d)."
                                    .formatted(server.resolve(PATH), answer.status())
                            : detail);
        }
        SignInSettings settings = Documents.read(answer.json(), SignInSettings.class);
        if (settings.issuer().isEmpty() || settings.clientId().isEmpty()) {
            throw new CommandFailure(
                    ExitCode.FAILED, "%s does not answer like a DCM server.".formatted(server.resolve(PATH)));
        }
        return settings;
    }

    private static String origin(URI address) {
        return address.getScheme() + "://" + address.getAuthority();
    }
}
