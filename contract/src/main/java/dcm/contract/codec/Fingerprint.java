package dcm.contract.codec;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Identifies equal intents: a hash of type and payload, as {@link Family} writes them. */
public final class Fingerprint {
    private Fingerprint() {}

    /** 64 hexadecimal digits. */
    public static <T> String of(Family<T> family, T payload) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((family.nameOf(payload) + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(family.write(payload)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
