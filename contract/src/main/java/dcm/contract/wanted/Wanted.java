package dcm.contract.wanted;

import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;

/** What a host should have of one thing. A tombstone follows when its absence is confirmed. */
public sealed interface Wanted permits ContainerWanted, ImageWanted, OwnerUnwanted, HomesGiven {
    OwnerName owner();

    HostName host();

    /** The key of its record, by which a later one replaces it. */
    String key();
}
