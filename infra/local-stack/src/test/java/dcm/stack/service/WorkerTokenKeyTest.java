package dcm.stack.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.installation.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerTokenKeyTest {
    @TempDir
    private Path directory;

    private WorkerTokenKey key;

    @BeforeEach
    void createKey() {
        key = new WorkerTokenKey(Installation.of(
                directory, Map.of("DCM_HOME", directory.resolve("home").toString(), "DCM_INSTALLATION", "test")));
        key.ensure();
    }

    @Test
    void publicKeyVerifiesSignaturesOfThePrivateKey() throws Exception {
        KeyFactory keys = KeyFactory.getInstance("EC");
        PrivateKey signing = keys.generatePrivate(new PKCS8EncodedKeySpec(der(key.privateKey())));
        PublicKey verifying = keys.generatePublic(new X509EncodedKeySpec(der(key.publicKey())));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(signing);
        byte[] signed = signature.sign();

        signature.initVerify(verifying);

        assertTrue(signature.verify(signed));
    }

    @Test
    void keyIsReadableOnlyByItsOwner() throws Exception {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key.privateKey())));
    }

    @Test
    void keyIsKept() throws Exception {
        String before = Files.readString(key.privateKey());

        key.ensure();

        assertEquals(before, Files.readString(key.privateKey()));
    }

    @Test
    void incompletePairIsReplaced() throws Exception {
        String before = Files.readString(key.publicKey());
        Files.delete(key.privateKey());

        key.ensure();

        assertNotEquals(before, Files.readString(key.publicKey()));
    }

    private static byte[] der(Path pem) throws Exception {
        return Base64.getMimeDecoder()
                .decode(Files.readString(pem)
                        .lines()
                        .filter(line -> !line.startsWith("-----"))
                        .reduce("", String::concat));
    }
}
