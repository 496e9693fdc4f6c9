package dcm.gateway.state;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.util.io.resource.PathResource;
import org.apache.sshd.common.util.security.SecurityUtils;

/** A key pair in a file in OpenSSH's format; the public key is in a file beside it. */
public final class KeyFile {
    private KeyFile() {}

    /** Reads the keys from a file; creates them if the file does not exist. */
    public static KeyPair readOrMake(Path file, String type, int bits) throws IOException, GeneralSecurityException {
        if (!Files.exists(file)) {
            make(file, type, bits);
        }
        return read(file);
    }

    /** Reads the keys from a file. */
    public static KeyPair read(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            Iterable<KeyPair> keys = SecurityUtils.loadKeyPairIdentities(null, new PathResource(file), in, null);
            if (keys == null || !keys.iterator().hasNext()) {
                throw new IOException(
                        "There is no key in " + file + ". Delete the file; the next start creates a new key.");
            }
            return keys.iterator().next();
        }
    }

    private static void make(Path file, String type, int bits) throws IOException, GeneralSecurityException {
        KeyPair pair = KeyUtils.generateKeyPair(type, bits);
        var pem = new ByteArrayOutputStream();
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "dcm", null, pem);
        var line = new ByteArrayOutputStream();
        OpenSSHKeyPairResourceWriter.INSTANCE.writePublicKey(pair, "dcm", line);
        line.write('\n');
        StateFiles.write(file.resolveSibling(file.getFileName() + ".pub"), line.toByteArray());
        StateFiles.write(file, pem.toByteArray());
    }
}
