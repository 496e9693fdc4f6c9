package dcm.gateway.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.rest.supervision.SupervisedLoopReadiness;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests logins with a real server and a real client in one process. */
class KeyLoginTest {
    private static final OwnerName ALICE = new OwnerName("alice");
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final KeyPair alices = key();
    private final SshServer server = SshServer.setUpDefaultServer();
    private final SshClient client = SshClient.setUpDefaultClient();
    private AccountSnapshot account = AccountSnapshot.opened(
            ALICE,
            Profile.of("Alice", Role.USER),
            List.of(new dcm.contract.identity.PublicKey(PublicKeyEntry.toString(alices.getPublic()))),
            null,
            Instant.EPOCH);
    private final SupervisedLoopReadiness loops = new SupervisedLoopReadiness();
    private volatile boolean broken;
    private Connections connections;

    @BeforeEach
    void start() throws IOException {
        var failedLogins = new FailedLogins(metrics);
        var logins = new KeyLogin(this::find, failedLogins, 3);
        connections = new Connections(logins, failedLogins, new FewConnections(), metrics, loops);
        connections.start();
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(key()));
        server.setUserAuthFactories(List.of(new PublicKeyAuthFactory(logins)));
        server.setPublickeyAuthenticator(logins);
        server.addSessionListener(connections);
        server.start();
        client.setServerKeyVerifier((session, address, key) -> true);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.start();
    }

    @AfterEach
    void stop() throws IOException {
        client.stop();
        server.stop(true);
        connections.stop();
    }

    @Test
    void keyOfTheAccountIsAccepted() throws IOException {
        try (ClientSession session = login("alice", alices)) {
            assertThat(session.isAuthenticated()).isTrue();
        }
    }

    @Test
    void keyWithAWrongSignatureIsRejected() {
        KeyPair stolen = new KeyPair(alices.getPublic(), key().getPrivate());

        assertThatThrownBy(() -> login("alice", stolen)).isInstanceOf(IOException.class);
        awaitRefused(1);
    }

    private void awaitRefused(int times) {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (metrics.counter("dcm.gateway.keys.rejected").count() < times && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(metrics.counter("dcm.gateway.keys.rejected").count()).isEqualTo(times);
    }

    @Test
    void wrongSignatureAndUnknownKeyAreRejectedAndCounted() throws IOException {
        assertThatThrownBy(() -> login("alice", new KeyPair(alices.getPublic(), key().getPrivate()), key()))
                .isInstanceOf(IOException.class);
        awaitRefused(2);
    }

    @Test
    void certificateSignedByAnAccountKeyIsRejected() throws Exception {
        KeyPair pair = key();
        OpenSshCertificate certificate = OpenSshCertificateBuilder.userCertificate()
                .publicKey(pair.getPublic())
                .id("x")
                .principals(List.of("alice"))
                .validBefore(Instant.now().plusSeconds(60))
                .sign(alices);

        assertThatThrownBy(() -> login("alice", new KeyPair(certificate, pair.getPrivate())))
                .isInstanceOf(IOException.class);
    }

    @Test
    void keyOfAnotherAccountIsRejected() {
        assertThatThrownBy(() -> login("bob", alices)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> login("root", alices)).isInstanceOf(IOException.class);
    }

    @Test
    void suspensionClosesSessionsAndRejectsLogins() throws IOException {
        try (ClientSession session = login("alice", alices)) {
            account = account.suspend("", Instant.EPOCH);

            session.waitFor(EnumSet.of(ClientSession.ClientSessionEvent.CLOSED), TIMEOUT);

            assertThat(session.isOpen()).isFalse();
        }
        assertThatThrownBy(() -> login("alice", alices)).isInstanceOf(IOException.class);
    }

    @Test
    void checkOfAccountsContinuesAfterAnErrorThatIsReportedMeanwhile() throws IOException {
        try (ClientSession session = login("alice", alices)) {
            broken = true;
            await("the failure").until(() -> loops.call().getStatus() == Status.DOWN);
            account = account.suspend("", Instant.EPOCH);
            broken = false;

            session.waitFor(EnumSet.of(ClientSession.ClientSessionEvent.CLOSED), TIMEOUT);

            assertThat(session.isOpen()).isFalse();
            await("the end of the check").until(() -> loops.call().getStatus() == Status.UP);
        }
    }

    private Optional<AccountSnapshot> find(OwnerName name) {
        if (broken) {
            throw new StackOverflowError();
        }
        return name.equals(ALICE) ? Optional.of(account) : Optional.empty();
    }

    @Test
    void connectionAboveTheLimitOfTheAccountIsClosed() throws IOException {
        try (ClientSession one = login("alice", alices);
                ClientSession two = login("alice", alices)) {
            ClientSession three = login("alice", alices);
            three.waitFor(EnumSet.of(ClientSession.ClientSessionEvent.CLOSED), TIMEOUT);

            assertThat(three.isOpen()).isFalse();
            assertThat(one.isOpen()).isTrue();
            assertThat(two.isOpen()).isTrue();
        }
        login("alice", alices).close();
    }

    @Test
    void oldestConnectionWithoutLoginIsClosedForANewOne() throws IOException {
        List<ClientSession> silent = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            silent.add(connect("alice"));
        }

        login("alice", alices).close();

        silent.getFirst().waitFor(EnumSet.of(ClientSession.ClientSessionEvent.CLOSED), TIMEOUT);
        assertThat(silent).extracting(ClientSession::isOpen).containsExactly(false, true, true);
    }

    private ClientSession login(String user, KeyPair... keys) throws IOException {
        ClientSession session = connect(user);
        for (KeyPair key : keys) {
            session.addPublicKeyIdentity(key);
        }
        session.auth().verify(TIMEOUT);
        return session;
    }

    private ClientSession connect(String user) throws IOException {
        return client.connect(user, "127.0.0.1", server.getPort())
                .verify(TIMEOUT)
                .getSession();
    }

    private static KeyPair key() {
        try {
            return KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Limits with two connections per account, and three that are not logged in. */
    private record FewConnections() implements Connections.ConnectionLimits {
        @Override
        public int sessionsPerAccount() {
            return 2;
        }

        @Override
        public int sessionsPerAddress() {
            return 100;
        }

        @Override
        public int unauthenticated() {
            return 3;
        }

        @Override
        public int unauthenticatedPerAddress() {
            return 100;
        }
    }
}
