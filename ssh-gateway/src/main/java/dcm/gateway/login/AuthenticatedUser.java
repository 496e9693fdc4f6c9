package dcm.gateway.login;

import dcm.contract.identity.OwnerName;
import java.util.Objects;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;

/**
 * The user of a connection.
 *
 * @param key the fingerprint of the key that authenticated the user
 * @param address the remote IP address
 */
public record AuthenticatedUser(OwnerName account, String key, String address) {
    private static final AttributeKey<AuthenticatedUser> OF_SESSION = new AttributeKey<>();

    /** The user of an authenticated connection. */
    public static AuthenticatedUser of(Session session) {
        if (!session.isAuthenticated()) {
            throw new IllegalStateException("nobody is logged in");
        }
        return Objects.requireNonNull(session.getAttribute(OF_SESSION));
    }

    /** Stores the user, who counts only once the signature has been verified. */
    void claimedBy(Session session) {
        session.setAttribute(OF_SESSION, this);
    }
}
