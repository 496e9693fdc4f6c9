package dcm.contract.wanted;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.order.ContainerSpec;

/**
 * The desired state of one container on {@code host}.
 *
 * @param ordered the number of the newest order
 * @param finished the number of the newest order with a known outcome; a worker that lost its state skips orders up to
 *     it
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

    /** Whether a record with this key is a {@link ContainerWanted}. */
    public static boolean isKey(String key) {
        return !ImageWanted.isKey(key) && !OwnerUnwanted.isKey(key);
    }
}
