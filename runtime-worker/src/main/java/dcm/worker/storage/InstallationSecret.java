package dcm.worker.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * A secret of the installation from which keys are derived (HKDF with SHA-256). The same secret gives the same keys on
 * every host, so no key needs to be stored or distributed. Thread-safe.
 */
final class InstallationSecret {
    private static final int MIN_CHARACTERS = 32;

    private final byte[] secret;

    private InstallationSecret(byte[] secret) {
        this.secret = secret.clone();
    }

    /**
     * Reads the secret, a line of text.
     *
     * @throws IOException if the file cannot be read, or its text is so short that it can be guessed
     */
    static InstallationSecret read(Path file) throws IOException {
        String text = Files.readString(file).strip();
        if (text.length() < MIN_CHARACTERS) {
            throw new IOException("the secret must have at least " + MIN_CHARACTERS + " characters");
        }
        return new InstallationSecret(text.getBytes(StandardCharsets.UTF_8));
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
