package dcm.user.identity;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;

/**
 * Leaves sign-ins to an issuer that DCM does not manage. A token belongs to the account that one of its claims names.
 */
final class ForeignSignIns implements SignIns {
    @Override
    public boolean areOurs() {
        return false;
    }

    @Override
    public void ensure(OwnerName name, Profile profile) {
        // The issuer's administrators create sign-ins.
    }

    @Override
    public void remove(OwnerName name) {
        // Without an account, the sign-in gives no access to DCM. The issuer's administrators can delete it.
    }

    @Override
    public String oneTimePassword(OwnerName name) {
        throw new IllegalStateException("DCM does not manage the passwords of this identity provider");
    }
}
