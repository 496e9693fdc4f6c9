package dcm.contract.desired;

import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;

/**
 * The homes of {@code owner} on {@code host} must become those of {@code successor}, who has none there; nothing else may be
 * left of the owner's keys and network. Replaces {@link OwnerRemovalRequested}. It is not a field of that record, because a
 * worker that does not know the field would delete the homes.
 */
public record HomesTransferRequested(
        OwnerName owner,
        HostName host,
        @JsonProperty("heir") OwnerName successor) implements OwnerRemoval {
    @Override
    public String key() {
        return OwnerRemovalRequested.key(owner, host);
    }
}
