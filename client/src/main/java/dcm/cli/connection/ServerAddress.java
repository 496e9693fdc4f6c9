package dcm.cli.connection;

import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import dcm.shell.screen.PlainText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/** Checks addresses of servers that get tokens or passwords. */
public final class ServerAddress {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private ServerAddress() {}

    /**
     * The address of an API gateway, without a path.
     *
     * @param typed a URL, or a host name, which means https
     * @param allowHttp whether http is permitted for other machines
     */
    public static URI ofGateway(String typed, boolean allowHttp) {
        URI address = url(typed.contains("://") ? typed : "https://" + typed)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE,
                        "'%s' is not the address of a server, such as https://dcm.lab.example.".formatted(typed)));
        requireEncrypted(address, allowHttp);
        return URI.create(address.getScheme() + "://" + address.getAuthority());
    }

    /**
     * An address that a server or an issuer states.
     *
     * @param allowHttp whether http is permitted for other machines
     */
    public static URI stated(String text, boolean allowHttp) {
        URI address = url(text)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.FAILED,
                        "The server states '%s', which is not a valid address. Contact an administrator."
                                .formatted(PlainText.line(text))));
        requireEncrypted(address, allowHttp);
        return address;
    }

    /** Rejects http to another machine, because others on the network could read the user's tokens. */
    public static void requireEncrypted(URI address, boolean allowHttp) {
        boolean encrypted = "https".equals(address.getScheme());
        boolean local = address.getHost() != null && LOOPBACK.contains(address.getHost());
        if (!encrypted && !local && !allowHttp) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "The connection to %s would not be encrypted, so others on the network could read your tokens. Use https. If you trust the network: --allow-http at dcm login, or DCM_ALLOW_HTTP=1."
                            .formatted(address));
        }
    }

    /** The URL in a text; empty if there is none with http or https, or if it contains a user. */
    private static Optional<URI> url(String text) {
        try {
            URI address = new URI(text);
            boolean known = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (known && address.getHost() != null && address.getUserInfo() == null) {
                return Optional.of(address);
            }
        } catch (URISyntaxException e) {
            // reported by the callers
        }
        return Optional.empty();
    }
}
