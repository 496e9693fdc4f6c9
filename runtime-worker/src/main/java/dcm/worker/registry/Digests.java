package dcm.worker.registry;

import dcm.contract.identity.Sha256;
import java.security.MessageDigest;
import java.util.HexFormat;

/** SHA-256 in the notation of registries. */
final class Digests {
    private Digests() {}

    /** {@code sha256:…} of everything that the digest has received. */
    static String text(MessageDigest sha256) {
        return "sha256:" + HexFormat.of().formatHex(sha256.digest());
    }

    static String of(byte[] content) {
        return "sha256:" + Sha256.hex(content);
    }
}
