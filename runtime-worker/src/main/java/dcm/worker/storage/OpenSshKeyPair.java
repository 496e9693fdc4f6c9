package dcm.worker.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;

/**
 * An Ed25519 key pair in the formats of OpenSSH.
 *
 * @param publicKey {@code ssh-ed25519 BASE64}
 * @param privateKey the content of a private key file without a passphrase
 */
record OpenSshKeyPair(String publicKey, String privateKey) {
    static final int SEED_BYTES = 32;

    private static final int LINE = 70;

    /** The key pair of a seed of {@value #SEED_BYTES} bytes. */
    static OpenSshKeyPair of(byte[] seed) {
        Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(seed);
        try {
            return new OpenSshKeyPair(line(key.generatePublicKey()), pem(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return publicKey; // the private key must not be logged
    }

    private static String line(AsymmetricKeyParameter key) throws IOException {
        return "ssh-ed25519 " + Base64.getEncoder().encodeToString(OpenSSHPublicKeyUtil.encodePublicKey(key));
    }

    private static String pem(AsymmetricKeyParameter key) throws IOException {
        Base64.Encoder lines = Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN OPENSSH PRIVATE KEY-----\n"
                + lines.encodeToString(OpenSSHPrivateKeyUtil.encodePrivateKey(key))
                + "\n-----END OPENSSH PRIVATE KEY-----\n";
    }
}
