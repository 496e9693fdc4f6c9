package dcm.cli.command;

import dcm.cli.server.About;
import dcm.cli.server.HostKeys;
import dcm.cli.server.Server;
import dcm.cli.ssh.GatewayHostKeys;
import dcm.cli.ssh.OpenSsh;
import dcm.cli.ssh.SshTarget;
import dcm.shell.Version;
import dcm.shell.api.ApiClient;
import dcm.shell.api.CommandFailure;
import dcm.shell.command.GatewayServices;
import dcm.shell.document.ContainerDocument;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the SSH gateway does for commands there, on the user's machine. */
public final class ClientServices implements GatewayServices {
    private static final int UNAUTHENTICATED = 401;
    /** Problem codes of a request that the server does not have. */
    private static final Set<String> UNKNOWN_REQUEST = Set.of("not-found", "method-not-allowed");

    private final Client client;
    private @Nullable GatewayHostKeys atGateway;
    private @Nullable CommandFailure loginFailure;

    public ClientServices(Client client) {
        this.client = client;
    }

    @Override
    public String host() {
        return About.of(client.server().api()).requireSshGateway().host();
    }

    @Override
    public int port() {
        return About.of(client.server().api()).requireSshGateway().port();
    }

    @Override
    public List<String> hostKeys() {
        ApiClient api = client.server().api();
        return About.of(api).sshGateway() == null ? List.of() : HostKeys.of(api).keys();
    }

    @Override
    public AccessToken token() {
        return client.server().token();
    }

    @Override
    public Optional<String> hostKey(ContainerDocument container) {
        return needsJump(container) ? atGateway().of(container) : OpenSsh.hostKey(container);
    }

    /** One login for all containers, also if it fails, because ssh can ask for a passphrase. */
    private synchronized GatewayHostKeys atGateway() {
        if (loginFailure != null) {
            throw loginFailure;
        }
        if (atGateway == null) {
            try {
                atGateway = GatewayHostKeys.read(Targets.jump(client));
            } catch (CommandFailure failure) {
                loginFailure = failure;
                throw failure;
            }
        }
        return atGateway;
    }

    @Override
    public boolean needsJump(ContainerDocument container) {
        return !new SshTarget(container, null).isReachable();
    }

    @Override
    public int connect(ContainerDocument container, String user, List<String> command) {
        return OpenSsh.logIn(Targets.of(client, container, false), user, List.of(), command);
    }

    @Override
    public Optional<String> advice(CommandFailure failure) {
        String code = failure.problem().path("code").asText();
        if (failure.isUnreachable() || code.equals(CommandFailure.NOT_TRUSTED)) {
            return Optional.of(connectionAdvice(client.server(), code));
        }
        if (failure.problem().path("status").asInt() == UNAUTHENTICATED) {
            return Optional.of(
                    client.server().hasFixedToken()
                            ? "Set DCM_TOKEN to a valid access token."
                            : "Sign in again: dcm login --context "
                                    + client.server().name());
        }
        return UNKNOWN_REQUEST.contains(code) ? versionAdvice() : Optional.empty();
    }

    private static String connectionAdvice(Server server, String code) {
        String where = "The server is %s".formatted(server.address())
                + (server.hasFixedAddress() ? " (DCM_URL)." : " (context %s).".formatted(server.name()));
        if (code.equals(CommandFailure.UNREACHABLE)) {
            return where;
        }
        return where
                + (server.hasFixedAddress()
                        ? " If it has its own certificate authority, set DCM_CA to its file."
                        : " If it has its own certificate authority: dcm login %s --ca FILE"
                                .formatted(server.address()));
    }

    private Optional<String> versionAdvice() {
        try {
            String version = About.of(client.server().api()).version();
            return version.equals(Version.CURRENT)
                    ? Optional.empty()
                    : Optional.of("This is dcm %s, and the server is DCM %s. Use the dcm of the server's version."
                            .formatted(Version.CURRENT, version));
        } catch (CommandFailure unavailable) {
            return Optional.empty();
        }
    }
}
