package dcm.contract.codec;

import dcm.contract.identity.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Identifies equal intents: a hash of type and payload, as {@link Family} writes them. */
public final class Fingerprint {
    private Fingerprint() {}

    /** 64 hexadecimal digits. */
    public static <T> String of(Family<T> family, T payload) {
        MessageDigest digest = Sha256.digest();
        digest.update((family.nameOf(payload) + "\n").getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(family.write(payload)));
    }
}
