package dcm.contract.desired;

import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;

/**
 * A move of homes to {@code host} failed: the host deletes what it received for this move, and nothing else. Homes that it had before
 * stay.
 *
 * @param move the intent that began the move
 */
public record UndoneMoveCleanup(OwnerName owner, HostName host, IntentId move) implements OwnerRemoval {
    @Override
    public String key() {
        return OwnerRemovalRequested.key(owner, host);
    }
}
