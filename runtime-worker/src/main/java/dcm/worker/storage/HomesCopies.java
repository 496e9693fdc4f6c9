package dcm.worker.storage;

import dcm.contract.desired.DesiredAccount;
import dcm.contract.desired.DesiredAccount.HomesCopy;
import dcm.contract.identity.OwnerName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The copies of homes from and to this host that are in progress. Thread-safe. */
public final class HomesCopies {
    private final Map<OwnerName, HomesCopy> copies = new ConcurrentHashMap<>();

    /** Applies changes of accounts. */
    public void apply(List<DesiredAccount> changed) {
        for (DesiredAccount account : changed) {
            if (account.homesCopy() == null) {
                copies.remove(account.owner());
            } else {
                copies.put(account.owner(), account.homesCopy());
            }
        }
    }

    /** Forgets the copy of an owner who has nothing here any more. */
    public void remove(OwnerName owner) {
        copies.remove(owner);
    }

    /** The copy of an owner's homes; empty if none is in progress. */
    public Optional<HomesCopy> of(OwnerName owner) {
        return Optional.ofNullable(copies.get(owner));
    }
}
