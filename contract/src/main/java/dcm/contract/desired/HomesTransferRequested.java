package dcm.contract.desired;

import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;

/**
 * The homes of {@code owner} on {@code host} must become those of {@code successor}, who has none there; the host
 * deletes the owner's keys and network. Replaces {@link OwnerRemovalRequested}. A separate record, because an older
 * worker would ignore a new field and delete the homes.
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
