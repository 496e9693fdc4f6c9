package dcm.contract.desired;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;

/**
 * The desired state of one container on {@code host}.
 *
 * @param spec what it was created with; after a rename, the name is the former one until the next order
 * @param ordered the number of the newest order
 * @param finished the number of the newest order with a known outcome; a worker that lost its state skips orders up to
 *     it
 */
public record DesiredContainer(
        ContainerId container,
        OwnerName owner,
        HostName host,
        ContainerSpec spec,
        DesiredStatus state,
        int ordered,
        int finished)
        implements DesiredState {
    @Override
    public String key() {
        return container.value();
    }

    /** The same with another name. */
    public DesiredContainer named(ContainerName name) {
        return new DesiredContainer(container, owner, host, spec.named(name), state, ordered, finished);
    }

    /** Whether a record with this key is a {@link DesiredContainer}. */
    public static boolean isKey(String key) {
        return !DesiredImage.isKey(key) && !OwnerRemovalRequested.isKey(key);
    }
}
