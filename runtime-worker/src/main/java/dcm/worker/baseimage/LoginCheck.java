package dcm.worker.baseimage;

import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.SshEndpoint;
import dcm.worker.engine.BaseImageStore;
import dcm.worker.engine.BaseImageStore.TestContainer;
import dcm.worker.operation.ImageTest;
import dcm.worker.operation.SshReadinessProbe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;

/**
 * Tests whether users can work in containers of an image: starts a container and logs in over SSH as its owner would.
 * {@code docs/base-images.md} has all requirements; this class tests the most visible ones and those that protect the
 * user.
 */
public final class LoginCheck implements ImageTest {
    private static final String USER = "dcm-check";
    private static final Duration BANNER_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** The images that a test runs for. An image has one test container, so its tests run one after another. */
    private static final Set<ImageDigest> UNDER_TEST = new HashSet<>();

    private final BaseImageStore store;
    private final String address;

    /** @param address the address of this host on which its containers are reached */
    public LoginCheck(BaseImageStore store, String address) {
        this.store = store;
        this.address = address;
    }

    @Override
    public Optional<String> objection(ImageDigest image) throws InterruptedException {
        synchronized (UNDER_TEST) {
            while (!UNDER_TEST.add(image)) {
                UNDER_TEST.wait();
            }
        }
        try {
            return test(image);
        } finally {
            synchronized (UNDER_TEST) {
                UNDER_TEST.remove(image);
                UNDER_TEST.notifyAll();
            }
        }
    }

    private Optional<String> test(ImageDigest image) throws InterruptedException {
        KeyPair pair = newKey();
        PublicKey key = new PublicKey(PublicKeyEntry.toString(pair.getPublic()) + " dcm-check");
        try (TestContainer container = store.startTestContainer(image, address, USER, key);
                SshClient client = client()) {
            if (!SshReadinessProbe.await(container.ssh(), BANNER_TIMEOUT, container::isRunning)) {
                String output = container.lastOutput();
                return Optional.of("The SSH server in a container of the image did not answer."
                        + (output.isEmpty() ? "" : " The container's last output: " + output));
            }
            return logins(client, container, pair, key);
        } catch (IOException e) {
            return Optional.of("The SSH connection to a container of the image failed: " + e.getMessage());
        }
    }

    private static Optional<String> logins(SshClient client, TestContainer container, KeyPair pair, PublicKey key)
            throws IOException {
        SshEndpoint ssh = container.ssh();
        Optional<String> root = answer(client, ssh, "root", pair, "id -u");
        if (root.isEmpty()) {
            return Optional.of("Login as root with a key in /etc/dcm/keys/authorized_keys was refused.");
        }
        if (!root.get().equals("0")) {
            return Optional.of("A login as root must have user id 0, but has " + root.get() + ".");
        }
        Optional<String> owner = answer(client, ssh, USER, pair, "id -u; sudo -n id -u");
        if (owner.isEmpty()) {
            return Optional.of("Login as the user in DCM_USER was refused, with the key that works for root.");
        }
        if (!owner.get().equals("1000\n0")) {
            return Optional.of("The user in DCM_USER must have user id 1000 and use sudo without a password;"
                    + " 'id -u; sudo -n id -u' printed '" + owner.get().replace("\n", ", ") + "'.");
        }
        container.revoke(key);
        return answer(client, ssh, "root", pair, "true").isPresent()
                ? Optional.of("A key removed from /etc/dcm/keys/authorized_keys and added to RevokedKeys is still"
                        + " accepted.")
                : Optional.empty();
    }

    /** The output of a command that is run over SSH with this key; empty if the login is refused. */
    private static Optional<String> answer(SshClient client, SshEndpoint ssh, String user, KeyPair pair, String command)
            throws IOException {
        try (ClientSession session = client.connect(
                        user, ssh.address(), ssh.port().value())
                .verify(TIMEOUT)
                .getClientSession()) {
            session.addPublicKeyIdentity(pair);
            try {
                session.auth().verify(TIMEOUT);
            } catch (SshException refused) {
                return Optional.empty();
            }
            try (ChannelExec exec = session.createExecChannel(command);
                    TruncatedOutput output = new TruncatedOutput()) {
                exec.setOut(output);
                exec.setErr(output);
                exec.open().verify(TIMEOUT);
                exec.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), TIMEOUT);
                return Optional.of(output.toString(StandardCharsets.UTF_8).strip());
            }
        }
    }

    /** Accepts any host key: this host has just created the container, and its key cannot be known in advance. */
    private static SshClient client() {
        SshClient client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.start();
        return client;
    }

    private static KeyPair newKey() {
        try {
            return KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has this kind of key", e);
        }
    }

    /** Keeps only the first bytes of the output, because the container is not trusted. */
    private static final class TruncatedOutput extends ByteArrayOutputStream {
        private static final int MAX_BYTES = 4096;

        @Override
        public synchronized void write(int one) {
            if (count < MAX_BYTES) {
                super.write(one);
            }
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            super.write(bytes, from, Math.min(length, MAX_BYTES - count));
        }
    }
}
