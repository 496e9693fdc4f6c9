package dcm.join;

import dcm.contract.identity.HostName;
import dcm.contract.identity.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;

/**
 * Permits one machine to join as a host, once.
 *
 * @param host the name under which it joins
 * @param secretHash the SHA-256 of the secret in the join token, in hexadecimal
 * @param expires when it can no longer be used
 * @param credentials what the machine receives
 */
public record Invitation(HostName host, String secretHash, Instant expires, HostCredentials credentials) {

    /** The value of {@link #secretHash} for a secret. */
    public static String hash(String secret) {
        return Sha256.hex(secret.getBytes(StandardCharsets.UTF_8));
    }

    /** The same invitation with these credentials. */
    public Invitation withCredentials(HostCredentials now) {
        return new Invitation(host, secretHash, expires, now);
    }

    /** Whether {@code secret} is the invitation's, and it has not expired. */
    public boolean accepts(String secret, Instant now) {
        boolean same = MessageDigest.isEqual(
                hash(secret).getBytes(StandardCharsets.UTF_8), secretHash.getBytes(StandardCharsets.UTF_8));
        return same && now.isBefore(expires);
    }
}
