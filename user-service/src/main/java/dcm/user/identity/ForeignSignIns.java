package dcm.user.identity;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;

/** Sign-ins of an issuer that others administer. An account is matched with the one whose claim has its name. */
final class ForeignSignIns implements SignIns {
    @Override
    public boolean areOurs() {
        return false;
    }

    @Override
    public void ensure(OwnerName name, Profile profile) {
        // Whoever administers the issuer does this.
    }

    @Override
    public void remove(OwnerName name) {
        // Without an account it opens nothing here; whoever administers the issuer may remove it.
    }

    @Override
    public String oneTimePassword(OwnerName name) {
        throw new IllegalStateException("the passwords of other issuers are theirs");
    }
}
