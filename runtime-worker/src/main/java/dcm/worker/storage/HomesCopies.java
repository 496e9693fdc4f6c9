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
    /** Empty for an account without a copy. */
    private final Map<OwnerName, Optional<HomesCopy>> copies = new ConcurrentHashMap<>();

    private volatile Runnable onMissing = () -> {};

    /** Sets what to do on a request for the copy of an owner whose account has not arrived. */
    public void onMissing(Runnable action) {
        onMissing = action;
    }

    /** Applies changes of accounts. */
    public void apply(List<DesiredAccount> changed) {
        changed.forEach(account -> copies.put(account.owner(), Optional.ofNullable(account.homesCopy())));
    }

    /** Forgets the account of an owner who has nothing here any more. */
    public void remove(OwnerName owner) {
        copies.remove(owner);
    }

    /** The copy of an owner's homes; empty if none is in progress, or the account has not arrived. */
    public Optional<HomesCopy> of(OwnerName owner) {
        Optional<HomesCopy> copy = copies.get(owner);
        if (copy == null) {
            onMissing.run();
            return Optional.empty();
        }
        return copy;
    }
}
