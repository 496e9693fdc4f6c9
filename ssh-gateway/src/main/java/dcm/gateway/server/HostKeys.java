package dcm.gateway.server;

import dcm.gateway.state.KeyFile;
import dcm.gateway.state.StateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.keyprovider.KeyPairProvider;

/**
 * The host keys of the gateway, created at the first start and kept. Every client since OpenSSH 5.7 (2011) knows one of the types.
 * Installations before version 0.11 also have an RSA key, which takes Java up to six seconds to create.
 */
final class HostKeys {
    /** Key types and their sizes in bits, in order of preference. */
    private static final Map<String, Integer> TYPES = new LinkedHashMap<>();

    static {
        TYPES.put(KeyPairProvider.SSH_ED25519, 256);
        TYPES.put(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
    }

    private HostKeys() {}

    static List<KeyPair> in(StateFiles files) throws IOException, GeneralSecurityException {
        Path directory = files.directory("host-keys");
        List<KeyPair> keys = new ArrayList<>();
        for (Map.Entry<String, Integer> type : TYPES.entrySet()) {
            keys.add(KeyFile.readOrMake(directory.resolve(type.getKey()), type.getKey(), type.getValue()));
        }
        Path rsa = directory.resolve(KeyPairProvider.SSH_RSA);
        if (Files.exists(rsa)) { // clients may know the gateway by it
            keys.add(KeyFile.read(rsa));
        }
        return keys;
    }
}
