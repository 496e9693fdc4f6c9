package dcm.gateway.login;

import dcm.contract.identity.OwnerName;
import java.util.Objects;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;

/**
 * Who is connected.
 *
 * @param key the fingerprint of the key by which she proved it
 * @param address from where
 */
public record Person(OwnerName account, String key, String address) {
    private static final AttributeKey<Person> OF_SESSION = new AttributeKey<>();

    /** The person of an authenticated connection. */
    public static Person of(Session session) {
        if (!session.isAuthenticated()) {
            throw new IllegalStateException("nobody is logged in");
        }
        return Objects.requireNonNull(session.getAttribute(OF_SESSION));
    }

    /** Whom a connection is, if the signature is right that is verified next. */
    void claimedBy(Session session) {
        session.setAttribute(OF_SESSION, this);
    }
}
