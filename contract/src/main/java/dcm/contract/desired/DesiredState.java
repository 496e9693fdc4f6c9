package dcm.contract.desired;

import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;

/**
 * The desired state of a container, an image or an owner's storage on a host, and the accounts of the host's owners. When nothing is left to
 * do there, a tombstone replaces the record.
 */
public sealed interface DesiredState permits DesiredAccount, DesiredContainer, DesiredImage, OwnerRemoval {
    OwnerName owner();

    HostName host();

    /** The record's key; a later record with the same key replaces it. */
    String key();
}
