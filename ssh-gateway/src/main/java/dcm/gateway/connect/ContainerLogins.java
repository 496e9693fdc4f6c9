package dcm.gateway.connect;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.contract.identity.OwnerName;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
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
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.jspecify.annotations.Nullable;

/** Logs in to containers. Thread-safe. */
@Singleton
public class ContainerLogins {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** The key types of which a container's server may have one that DCM knows of; the first is what base images have. */
    private static final List<BuiltinSignatures> KEY_TYPES =
            List.of(BuiltinSignatures.ed25519, BuiltinSignatures.nistp256, BuiltinSignatures.rsaSHA512);

    private final SshClient client = SshClient.setUpDefaultClient();
    private final CertificateAuthority authority;

    ContainerLogins(CertificateAuthority authority) {
        this.authority = authority;
    }

    @PostConstruct
    void start() {
        // No file of the gateway's own user is to decide anything.
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        client.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        client.start();
    }

    @PreDestroy
    void stop() {
        client.stop();
    }

    /**
     * A container's SSH server.
     *
     * @param hostKey the fingerprint of its key, as its host reported it
     */
    public record Server(String address, int port, String hostKey) {
        /** As a container's view tells it. */
        public static Server of(JsonNode ssh) {
            return new Server(
                    ssh.path("address").asText(),
                    ssh.path("port").asInt(),
                    ssh.path("hostKey").asText());
        }
    }

    /** A connection on which somebody is logged in. */
    public record Login(ClientSession session) implements AutoCloseable {
        @Override
        public void close() {
            session.close(true);
        }
    }

    /** The line of a server's host key, {@code TYPE BASE64}, if it shows the one that DCM knows of. */
    public Optional<String> hostKey(Server server) {
        for (BuiltinSignatures type : KEY_TYPES) {
            var seen = new AtomicReference<PublicKey>();
            try (ClientSession session = connect("nobody", server, type, seen)) {
                session.waitFor(EnumSet.of(ClientSession.ClientSessionEvent.WAIT_AUTH), PATIENCE);
            } catch (IOException e) {
                return Optional.empty();
            }
            PublicKey key = seen.get();
            if (key != null && KeyUtils.getFingerPrint(key).equals(server.hostKey())) {
                return Optional.of(PublicKeyEntry.toString(key));
            }
        }
        return Optional.empty();
    }

    /**
     * Logs somebody in.
     *
     * @throws IOException if it does not succeed; the message says why
     */
    public Login logIn(OwnerName account, Server server, String user) throws IOException {
        var seen = new AtomicReference<PublicKey>();
        ClientSession session = connect(user, server, null, seen);
        try {
            session.addPublicKeyIdentity(authority.identity(account));
            session.auth().verify(PATIENCE);
            return new Login(session);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            session.close(true);
            throw new IOException(
                    seen.get() == null
                            ? "its SSH server does not answer as it should"
                            : "its SSH server does not let '%s' in".formatted(user),
                    e);
        }
    }

    private ClientSession connect(
            String user, Server server, @Nullable BuiltinSignatures keyType, AtomicReference<PublicKey> seen)
            throws IOException {
        ClientSession session = client.connect(user, server.address(), server.port())
                .verify(PATIENCE)
                .getSession();
        session.setServerKeyVerifier((connection, address, key) -> {
            seen.set(key);
            return KeyUtils.getFingerPrint(key).equals(server.hostKey());
        });
        if (keyType != null) {
            session.setSignatureFactories(List.of(keyType));
        }
        return session;
    }
}
