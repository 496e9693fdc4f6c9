package dcm.worker.storage;

import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.PublicKey;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import java.time.Instant;
import java.util.List;

/** Accounts as a worker reads them from the log. */
public final class ChangedAccounts {
    private ChangedAccounts() {}

    /** An account with these keys. */
    public static List<AccountSnapshot> of(OwnerName owner, PublicKey... keys) {
        return List.of(AccountSnapshot.opened(
                owner, Profile.of(owner.value(), Role.USER), List.of(keys), null, Instant.EPOCH));
    }
}
