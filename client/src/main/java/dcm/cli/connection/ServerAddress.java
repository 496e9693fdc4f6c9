package dcm.cli.connection;

import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import java.net.URI;
import java.net.URISyntaxException;
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
        URI address = parsed(typed.contains("://") ? typed : "https://" + typed, typed);
        requireEncrypted(address, allowHttp);
        return URI.create(address.getScheme() + "://" + address.getAuthority());
    }

    /** Rejects http to another machine, because others on the network could read the user's tokens. */
    public static void requireEncrypted(URI address, boolean allowHttp) {
        boolean encrypted = "https".equals(address.getScheme());
        if (!encrypted && !LOOPBACK.contains(address.getHost()) && !allowHttp) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "The connection to %s would not be encrypted, so others on the network could read your tokens. Use https. If you trust the network: --allow-http at dcm login, or DCM_ALLOW_HTTP=1."
                            .formatted(address));
        }
    }

    private static URI parsed(String text, String typed) {
        try {
            URI address = new URI(text);
            boolean known = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (known && address.getHost() != null && address.getUserInfo() == null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // reported below
        }
        throw new CommandFailure(
                ExitCode.USAGE,
                "'%s' is not the address of a server, such as https://dcm.lab.example.".formatted(typed));
    }
}
