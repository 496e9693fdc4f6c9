package dcm.gateway.server;

import dcm.gateway.jump.JumpChannels;
import dcm.gateway.login.Connections;
import dcm.gateway.login.KeyLogin;
import dcm.gateway.login.PublicKeyAuthFactory;
import dcm.gateway.state.StateFiles;
import dcm.gateway.terminal.ChannelCommands;
import dcm.rest.access.AccountCache;
import io.quarkus.runtime.Startup;
import io.smallrye.config.ConfigMapping;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.global.KeepAliveHandler;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.global.NoMoreSessionsHandler;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * The SSH server. It authenticates by public key, runs DCM's commands, forwards to containers, and offers nothing else:
 * no files, no agent, no X11, no port forwarding to itself.
 */
@Startup
@Readiness
@Default
@Singleton
public class GatewayServer implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(GatewayServer.class);
    /**
     * One request to query a key and one to prove it. The client's first request, without a method, is counted
     * separately.
     */
    private static final int REQUESTS_PER_TRY = 2;

    /** Per connection; MINA closes the connection at this number. {@link ChannelLimit} refuses channels much earlier. */
    private static final int MAX_CHANNELS = 1000;

    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);

    private final SshServer server = SshServer.setUpDefaultServer();
    private final Thread opening = Thread.ofPlatform().daemon().name("opening").unstarted(this::open);
    private final AccountCache accounts;
    private final StateFiles files;
    private final GatewaySettings settings;
    private volatile List<String> hostKeys = List.of();

    /** The listening address, limits and timeouts. */
    @ConfigMapping(prefix = "dcm.gateway")
    public interface GatewaySettings {
        String address();

        int port();

        int maxAuthTries();

        Duration timeToLogIn();

        Duration idleTimeout();
    }

    GatewayServer(
            AccountCache accounts,
            StateFiles files,
            GatewaySettings settings,
            KeyLogin logins,
            Connections connections,
            ChannelCommands terminals,
            JumpChannels jumps) {
        this.accounts = accounts;
        this.files = files;
        this.settings = settings;
        Algorithms.choose(server);
        server.setUserAuthFactories(List.of(new PublicKeyAuthFactory(logins)));
        server.setPublickeyAuthenticator(logins);
        server.addSessionListener(connections);
        server.setChannelFactories(List.of(CommandChannels.INSTANCE, jumps));
        server.setGlobalRequestHandlers(List.of(KeepAliveHandler.INSTANCE, NoMoreSessionsHandler.INSTANCE));
        server.setShellFactory(terminals::prompt);
        server.setCommandFactory(terminals::command);
        server.setSubsystemFactories(List.of());
        server.setForwardingFilter(jumps);
        CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "DCM");
        CoreModuleProperties.MAX_AUTH_REQUESTS.set(server, 1 + REQUESTS_PER_TRY * (settings.maxAuthTries() + 1));
        CoreModuleProperties.AUTH_TIMEOUT.set(server, settings.timeToLogIn());
        CoreModuleProperties.IDLE_TIMEOUT.set(server, settings.idleTimeout());
        CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(server, MAX_CHANNELS);
        // How long to wait for a slow reader; this blocks only the command's own thread.
        CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(server, settings.idleTimeout());
        CoreModuleProperties.SOCKET_KEEPALIVE.set(server, true);
        CoreModuleProperties.TCP_NODELAY.set(server, true);
        CoreModuleProperties.NIO_WORKERS.set(
                server, Math.max(8, Runtime.getRuntime().availableProcessors() + 1));
    }

    @PostConstruct
    void start() throws IOException, GeneralSecurityException {
        List<KeyPair> keys = HostKeys.in(files);
        for (KeyPair key : keys) {
            LOG.infof(
                    "host key loaded: type=%s key=%s",
                    KeyUtils.getKeyType(key), KeyUtils.getFingerPrint(key.getPublic()));
        }
        hostKeys = keys.stream()
                .map(key -> PublicKeyEntry.toString(key.getPublic()))
                .toList();
        server.setKeyPairProvider(KeyPairProvider.wrap(keys));
        server.setHost(settings.address());
        server.setPort(settings.port());
        opening.start();
    }

    /** The public host keys, as {@code TYPE BASE64}. Thread-safe. */
    List<String> hostKeys() {
        return hostKeys;
    }

    /** Starts to listen only after all accounts are loaded, so that no known user is rejected. */
    private void open() {
        try {
            while (!accounts.awaitAll(CHECK_INTERVAL)) {
                LOG.debug("gateway waits for the accounts");
            }
            while (!tryToListen()) {
                Thread.sleep(CHECK_INTERVAL);
            }
            LOG.infof("gateway accepts connections: address=%s port=%d", settings.address(), server.getPort());
        } catch (InterruptedException e) {
            LOG.debug("gateway was asked to stop");
        }
    }

    /** False if the address does not exist yet, or another process still has the port. */
    private boolean tryToListen() {
        try {
            server.start();
            return true;
        } catch (IOException e) {
            LOG.errorf(
                    "gateway cannot accept connections, this is retried: address=%s port=%d reason=%s",
                    settings.address(), settings.port(), e.getMessage());
            return false;
        }
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("ssh-server")
                .status(server.isStarted())
                .build();
    }

    @PreDestroy
    void stop() throws IOException {
        opening.interrupt();
        server.stop(true);
    }
}
