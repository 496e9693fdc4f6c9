package dcm.worker.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Base64;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The secret of this host from which the keys are derived (HKDF with SHA-256) with which containers log in to one another. It never
 * leaves the host, so another host cannot derive the keys. Thread-safe.
 */
final class LoginSecret {
    private static final int BYTES = 32;

    private final byte[] secret;

    private LoginSecret(byte[] secret) {
        this.secret = secret.clone();
    }

    /**
     * Reads the secret from a file, and generates it first if the file does not exist or is empty.
     *
     * @throws IOException if the file cannot be read or written, or contains something else
     */
    static LoginSecret of(Path file) throws IOException {
        if (!HostFiles.hasContent(file)) {
            byte[] generated = new byte[BYTES];
            new SecureRandom().nextBytes(generated);
            HostFiles.writeDurably(file, Base64.getEncoder().encodeToString(generated), "rw-------", 0, 0);
        }
        byte[] read = decoded(file);
        if (read.length != BYTES) {
            throw new IOException(file + " contains " + read.length + " bytes, not " + BYTES
                    + ". Delete it and restart the worker, which generates another one");
        }
        return new LoginSecret(read);
    }

    private static byte[] decoded(Path file) throws IOException {
        try {
            return Base64.getDecoder().decode(Files.readString(file).strip());
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    file + " contains no secret. Delete it and restart the worker, which generates another one", e);
        }
    }

    /** The key pair for a purpose. Different purposes give independent keys. */
    OpenSshKeyPair keyPair(String purpose) {
        AlgorithmParameterSpec parameters = HKDFParameterSpec.ofExtract()
                .addIKM(secret)
                .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), OpenSshKeyPair.SEED_BYTES);
        try {
            return OpenSshKeyPair.of(KDF.getInstance("HKDF-SHA256").deriveData(parameters));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has this algorithm", e);
        }
    }
}
