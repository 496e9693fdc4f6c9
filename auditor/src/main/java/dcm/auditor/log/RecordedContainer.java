package dcm.auditor.log;

import dcm.contract.desired.ContainerSpec;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.quota.ResourceUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container that exists according to the events.
 *
 * @param name the current name
 * @param spec as ordered, with the name that it was created with
 * @param phase as last reported
 * @param hostRemoved whether it is lost because its host was removed
 * @param wanted the desired state after all orders
 * @param ordered the number of the newest order
 * @param pending numbers of the orders without an outcome, oldest first
 * @param sequence of the newest event about it
 */
public record RecordedContainer(
        ContainerId id,
        OwnerName owner,
        ContainerName name,
        ContainerSpec spec,
        HostName host,
        Phase phase,
        boolean hostRemoved,
        DesiredStatus wanted,
        int ordered,
        List<Integer> pending,
        @Nullable SshEndpoint ssh,
        List<PublishedPort> ports,
        long sequence) {
    public RecordedContainer {
        pending = List.copyOf(pending);
        ports = List.copyOf(ports);
    }

    /** The last reported state of a container. */
    public enum Phase {
        CREATING,
        RUNNING,
        PAUSED,
        STOPPED,
        LOST
    }

    /** The number up to which the outcomes of all orders are known. */
    public int finishedUpTo() {
        return pending.isEmpty() ? ordered : pending.getFirst() - 1;
    }

    /** Whether no order is pending and the container should exist in the engine. */
    public boolean isSettled() {
        return pending.isEmpty() && phase != Phase.CREATING && phase != Phase.LOST;
    }

    /** What counts against the owner's quota. */
    public ResourceUsage use() {
        return spec.usage(countsAsRunning());
    }

    private boolean countsAsRunning() {
        boolean ran = phase == Phase.CREATING || phase == Phase.RUNNING || phase == Phase.PAUSED;
        boolean willRun = phase != Phase.LOST && (wanted == DesiredStatus.RUNNING || wanted == DesiredStatus.PAUSED);
        return ran || willRun;
    }

    /** The subject of findings about it. */
    public String subject() {
        return "container/" + id;
    }
}
