package dcm.contract.wanted;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.order.ContainerSpec;

/**
 * What {@code host} should have of one container.
 *
 * @param ordered number of the newest order that was given
 * @param finished number of the newest order whose outcome is known; a worker without memory skips up to it
 */
public record ContainerWanted(
        ContainerId container,
        OwnerName owner,
        HostName host,
        ContainerSpec spec,
        WantedState state,
        int ordered,
        int finished)
        implements Wanted {
    @Override
    public String key() {
        return container.value();
    }

    /** True for a key of this kind of record. */
    public static boolean isKey(String key) {
        return !ImageWanted.isKey(key) && !OwnerUnwanted.isKey(key);
    }
}
