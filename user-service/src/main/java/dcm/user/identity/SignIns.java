package dcm.user.identity;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;

/** The identity provider's side of accounts. All of it is safe to repeat. Thread-safe. */
public interface SignIns {

    /** Whether DCM makes them at all. */
    boolean areOurs();

    /**
     * Makes a sign-in of this name if there is none. Nobody can use it before it is given a password.
     *
     * @throws SignInsUnreachableException if the provider does not answer, or refuses
     */
    void ensure(OwnerName name, Profile profile);

    /**
     * Replaces the password by one that must be changed when it is used, and ends all sessions.
     *
     * @return the password, for whoever asked and nobody else
     * @throws SignInsUnreachableException if the provider does not answer, or refuses
     */
    String oneTimePassword(OwnerName name);

    /**
     * Removes the sign-in of this name, and ends all sessions; one that is not there is removed.
     *
     * @throws SignInsUnreachableException if the provider does not answer, or refuses
     */
    void remove(OwnerName name);
}
