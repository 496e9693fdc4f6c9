package dcm.contract.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes SHA-256 hashes. Every Java platform must provide the algorithm. */
public final class Sha256 {
    private static final int SHORT_BYTES = 8;

    private Sha256() {}

    /** For input that comes in parts. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The 32 bytes of a hash. */
    public static byte[] of(byte[] input) {
        return digest().digest(input);
    }

    /** The 64 hexadecimal digits of a hash. */
    public static String hex(byte[] input) {
        return HexFormat.of().formatHex(of(input));
    }

    /** The first 16 hexadecimal digits of a text's hash: enough to avoid collisions within one installation. */
    public static String digits(String text) {
        return HexFormat.of().formatHex(of(text.getBytes(StandardCharsets.UTF_8)), 0, SHORT_BYTES);
    }
}
