package dcm.contract.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An SSH public key as one line of {@code authorized_keys}: type, base64, optional comment. Options ({@code command=},
 * {@code cert-authority}), RSA keys below 3072 bits and DSA keys are rejected. Two keys are equal if their lines are
 * equal; compare {@link #fingerprint()} to compare the keys themselves.
 */
public record PublicKey(@JsonValue String line) {
    private static final Pattern SHAPE =
            Pattern.compile("([a-z0-9@.-]{1,64}) ([A-Za-z0-9+/]{16,4096}={0,2})( [^\\p{C}]{0,200})?");
    private static final Set<String> TYPES = Set.of(
            "ssh-ed25519",
            "ssh-rsa",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "sk-ssh-ed25519@openssh.com",
            "sk-ecdsa-sha2-nistp256@openssh.com");
    private static final int MIN_RSA_BITS = 3072;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PublicKey {
        line = line.strip();
        Matcher matcher = SHAPE.matcher(line);
        if (!matcher.matches() || !TYPES.contains(matcher.group(1))) {
            throw new InvalidValueException(
                    "A key is one line 'TYPE BASE64 [COMMENT]' without options, of type ssh-ed25519, ecdsa-sha2-*,"
                            + " sk-* or ssh-rsa; got " + Printable.quoted(line) + ".");
        }
        check(matcher.group(1), matcher.group(2));
    }

    /** The key's SHA-256 fingerprint as OpenSSH prints it, {@code SHA256:…}. */
    public String fingerprint() {
        byte[] blob = Base64.getDecoder().decode(line.split(" ", 3)[1]);
        return fingerprint(blob);
    }

    /** The fingerprint of a key in SSH wire format. */
    public static String fingerprint(byte[] blob) {
        return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(Sha256.of(blob));
    }

    private static void check(String type, String base64) {
        try {
            ByteBuffer blob = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
            if (!new String(field(blob), StandardCharsets.US_ASCII).equals(type)) {
                throw new InvalidValueException("The key has the type " + type + ", but its content has another type."
                        + " Copy the whole line of the .pub file.");
            }
            byte[] last = field(blob);
            while (blob.hasRemaining()) {
                last = field(blob);
            }
            if (type.equals("ssh-rsa")) {
                checkModulus(last);
            }
        } catch (InvalidValueException e) {
            throw e;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new InvalidValueException(
                    "The base64 part of the key is damaged. Copy the whole line of the .pub file.");
        }
    }

    /** The modulus is the last field of an RSA key (RFC 4253, 6.6). */
    private static void checkModulus(byte[] modulus) {
        int bits = new BigInteger(1, modulus).bitLength();
        if (bits < MIN_RSA_BITS) {
            throw new InvalidValueException("An RSA key needs at least 3072 bits; this key has " + bits
                    + ". Create another key with ssh-keygen -t ed25519.");
        }
    }

    private static byte[] field(ByteBuffer blob) {
        int length = blob.getInt();
        if (length < 0 || length > blob.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        blob.get(bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return line;
    }
}
