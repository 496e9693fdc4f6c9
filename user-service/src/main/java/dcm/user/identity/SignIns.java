package dcm.user.identity;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;

/**
 * Manages users at the identity provider. All methods are idempotent, except that each one-time password is new.
 * Thread-safe.
 */
public interface SignIns {

    /** Whether DCM manages sign-ins. */
    boolean areOurs();

    /**
     * Creates a sign-in of this name if there is none. It cannot be used before a password is set.
     *
     * @throws IdentityProviderException if the provider does not answer or rejects the request
     */
    void ensure(OwnerName name, Profile profile);

    /**
     * Sets a new password that the user must change at the next sign-in, and ends all sessions.
     *
     * @return the password, for the caller only
     * @throws IdentityProviderException if the provider does not answer or rejects the request
     */
    String oneTimePassword(OwnerName name);

    /**
     * Deletes the sign-in of this name, if it exists, and ends all sessions.
     *
     * @throws IdentityProviderException if the provider does not answer or rejects the request
     */
    void remove(OwnerName name);
}
