package dcm.cli.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.cli.connection.ServerAddress;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A server that the user has signed in to.
 *
 * @param url the address of its API gateway
 * @param account the user's account there; empty: not known yet
 * @param issuer the issuer of access tokens; empty: the server was never asked
 * @param clientId the id of this program at the issuer
 * @param allowHttp whether the user permitted this server and its issuer without TLS on other machines
 * @param certificates certificate authorities of the server and its issuer (PEM), in addition to those of Java
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Context(
        String url, String account, String issuer, String clientId, boolean allowHttp, String certificates) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    public URI uri() {
        return URI.create(url);
    }

    /**
     * The address of the API gateway.
     *
     * @throws CommandFailure if it is without TLS on another machine, and the user did not permit that
     */
    public URI encryptedUri() {
        URI address = uri();
        ServerAddress.requireEncrypted(address, allowHttp);
        return address;
    }

    Context withAccount(String name) {
        return new Context(url, name, issuer, clientId, allowHttp, certificates);
    }

    /** The name of a context, which is also a part of file names. */
    public static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "Invalid name of a context: '%s'. Use up to 63 letters, digits, '.', '_' and '-'.".formatted(name));
        }
        return name;
    }

    /** A context with its name. */
    public record Named(String name, Context context) {}

    /** All contexts, and the name of the one that commands use; empty: none. */
    public record All(String current, List<Named> contexts) {}
}
