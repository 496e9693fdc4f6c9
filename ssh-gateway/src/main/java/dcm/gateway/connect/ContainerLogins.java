package dcm.gateway.connect;

import dcm.contract.identity.OwnerName;
import dcm.shell.document.ContainerDocument;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.SocketAddress;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Opens SSH sessions in containers as a client. Thread-safe. */
@Singleton
public class ContainerLogins {
    private static final Logger LOG = Logger.getLogger(ContainerLogins.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** How much output a container's SSH server may send before it is read, in bytes. */
    private static final long WINDOW = 64 * 1024L;

    private static final AttributeKey<Attempt> ATTEMPT = new AttributeKey<>();
    /** Host key algorithms: only the key type whose fingerprint hosts report. */
    private static final List<BuiltinSignatures> SIGNATURES =
            List.of(BuiltinSignatures.ed25519, BuiltinSignatures.ed25519_cert);

    private final SshClient client = SshClient.setUpDefaultClient();
    private final CertificateAuthority authority;

    ContainerLogins(CertificateAuthority authority) {
        this.authority = authority;
    }

    @PostConstruct
    void start() {
        // The gateway's user may have an SSH configuration file, which must have no effect.
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        client.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO); // a session ends with the one at the gateway
        CoreModuleProperties.TCP_NODELAY.set(client, true); // for typed keys
        limitUnread(client);
        client.setSignatureFactories(List.copyOf(SIGNATURES));
        client.setServerKeyVerifier(ContainerLogins::verify);
        client.start();
    }

    @PreDestroy
    void stop() {
        client.stop();
    }

    /** Limits how much output a session keeps that is not read yet. */
    public static void limitUnread(SshClient client) {
        CoreModuleProperties.WINDOW_SIZE.set(client, WINDOW);
    }

    /**
     * A container's SSH server.
     *
     * @param hostKey the fingerprint of its host key, as its host reported it
     */
    public record Server(String address, int port, String hostKey) {
        /** Reads the server from a container's view. */
        public static Server of(ContainerDocument.Ssh ssh) {
            return new Server(ssh.address(), ssh.port(), ssh.hostKey());
        }
    }

    /** An authenticated connection. */
    public record Login(ClientSession session) implements AutoCloseable {
        @Override
        public void close() {
            session.close(true);
        }
    }

    /** The server's host key as {@code TYPE BASE64}; empty if the server does not present the key that DCM knows. */
    public Optional<String> hostKey(Server server) {
        var attempt = new Attempt(server, new AtomicReference<>());
        try (ClientSession session = connect("nobody", attempt)) {
            session.waitFor(
                    EnumSet.of(ClientSession.ClientSessionEvent.WAIT_AUTH, ClientSession.ClientSessionEvent.CLOSED),
                    TIMEOUT);
        } catch (IOException e) {
            LOG.debugf(
                    "SSH server does not answer: address=%s port=%d reason=%s",
                    server.address(), server.port(), e.getMessage());
        }
        return Optional.ofNullable(attempt.verified().get()).map(PublicKeyEntry::toString);
    }

    /**
     * Logs in to a container.
     *
     * @throws IOException if the login fails; the message says why
     */
    public Login logIn(OwnerName account, Server server, String user) throws IOException {
        var attempt = new Attempt(server, new AtomicReference<>());
        ClientSession session = connect(user, attempt);
        try {
            session.addPublicKeyIdentity(authority.identity(account));
            session.auth().verify(TIMEOUT);
            return new Login(session);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            session.close(true);
            throw new IOException(
                    attempt.verified().get() == null
                            ? "its SSH server does not answer or does not present the host key that DCM recorded"
                            : "its SSH server rejected the login of '%s'".formatted(user),
                    e);
        }
    }

    private ClientSession connect(String user, Attempt attempt) throws IOException {
        return client.connect(
                        user,
                        attempt.server().address(),
                        attempt.server().port(),
                        AttributeRepository.ofKeyValuePair(ATTEMPT, attempt),
                        null)
                .verify(TIMEOUT)
                .getSession();
    }

    /** Whether the server's host key is the one that DCM knows. */
    private static boolean verify(ClientSession session, SocketAddress address, PublicKey key) {
        AttributeRepository context = session.getConnectionContext();
        Attempt attempt = context == null ? null : context.getAttribute(ATTEMPT);
        if (attempt == null
                || !KeyUtils.getFingerPrint(key).equals(attempt.server().hostKey())) {
            return false;
        }
        attempt.verified().set(key);
        return true;
    }

    /**
     * A connection attempt.
     *
     * @param verified the server's key after it was verified
     */
    private record Attempt(Server server, AtomicReference<@Nullable PublicKey> verified) {}
}
