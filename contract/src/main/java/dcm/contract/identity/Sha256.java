package dcm.contract.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, which every Java platform must provide. */
public final class Sha256 {
    private static final int SHORT_BYTES = 8;

    private Sha256() {}

    static byte[] of(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(input);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The first 16 hexadecimal digits of a text's hash: enough to tell apart what one installation will ever have. */
    public static String digits(String text) {
        return HexFormat.of().formatHex(of(text.getBytes(StandardCharsets.UTF_8)), 0, SHORT_BYTES);
    }
}
