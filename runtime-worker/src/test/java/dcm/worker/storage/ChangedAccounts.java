package dcm.worker.storage;

import dcm.contract.desired.DesiredAccount;
import dcm.contract.identity.HostName;
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
    public static List<DesiredAccount> of(OwnerName owner, PublicKey... keys) {
        return List.of(of(AccountSnapshot.opened(
                owner, Profile.of(owner.value(), Role.USER), List.of(keys), null, Instant.EPOCH)));
    }

    /** What the host gets of this account. */
    public static DesiredAccount of(AccountSnapshot account) {
        return account.forHost(new HostName("n1"));
    }
}
