package dcm.stack.service;

import dcm.join.CertificateAuthority;
import dcm.join.PrivateFile;
import dcm.stack.installation.Installation;
import dcm.stack.installation.Secrets;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.StartupStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.util.Base64;
import java.util.Set;

/**
 * The key with which projection-service signs its tokens for workers. projection-service has the private key, each worker
 * the public key. Created once.
 */
public record WorkerTokenKey(Installation installation) {
    private static final String NAME = "worker-token-key";

    public StartupStep step() {
        return new StartupStep(NAME, Set.of(), this::ensure);
    }

    /** The file of the private key: PKCS #8 in PEM, of the curve P-256. */
    public Path privateKey() {
        return installation.secrets().file(NAME);
    }

    /** The file of the public key, in PEM. */
    public Path publicKey() {
        return installation.secrets().file(NAME + ".pub");
    }

    void ensure() {
        if (Files.exists(privateKey()) && Files.exists(publicKey())) {
            return;
        }
        try {
            Files.createDirectories(installation.home());
            Files.createDirectories(installation.secrets().directory(), Secrets.OWNER_ONLY_DIRECTORY);
            KeyPair pair = CertificateAuthority.newKeyPair();
            Files.deleteIfExists(publicKey()); // a crash now or later leaves an incomplete pair, which is replaced
            write(privateKey(), "PRIVATE KEY", pair.getPrivate());
            write(publicKey(), "PUBLIC KEY", pair.getPublic());
        } catch (IOException e) {
            throw new StackFailure("Cannot write the key %s: %s".formatted(privateKey(), e), e);
        }
    }

    private static void write(Path file, String type, Key key) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        PrivateFile.replace(file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, body, type));
    }
}
