package dcm.contract.event;

import dcm.contract.desired.ContainerSpec;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.Limits;
import dcm.contract.identity.PlacementRequest;
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.Settings;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.preset.Preset;
import dcm.contract.problem.ErrorCode;
import dcm.contract.problem.HostRefusal;
import dcm.contract.report.ContainerStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events about one container. The orders of a container are numbered 1, 2, 3 without gaps; an event's number identifies
 * its order.
 */
public sealed interface ContainerEvent extends OwnerEvent {

    ContainerId container();

    /** Whether the container no longer exists after this event: it was removed, or could not be created. */
    default boolean endsContainer() {
        return false;
    }

    /** Whether the container is no longer on its host after this event, and gives up its ports there. */
    default boolean leavesHost() {
        return this instanceof ContainerLost lost && lost.removedHost() != null
                || this instanceof ContainerPlaced placed && placed.recreation() != null;
    }

    // ---- decided ----

    /**
     * A create was accepted and its container placed on a host. Order {@code number} creates it.
     *
     * @param partition the host's partition in {@code dcm.orders} and {@code dcm.wanted}
     * @param deadline the worker does not start the order after this time
     * @param address the address for the ports; null: the first on which they are all free
     * @param batch the number of containers that the intent creates; null: one container, or a container that is placed
     *     again
     * @param preset the preset at the time of the decision; null: the standard configuration
     * @param batchNames with {@code batch}: the names of all containers that the intent creates, in their order
     * @param placement the hosts that the request permits; null: any
     * @param recreation if the container was lost and is created again under its id; or else null
     */
    record ContainerPlaced(
            IntentId intent,
            ContainerId container,
            ContainerName name,
            Image image,
            Limits limits,
            HostName host,
            int partition,
            int number,
            Instant deadline,
            List<ContainerPort> ports,
            @Nullable String address,
            Settings settings,
            @Nullable Integer batch,
            @Nullable Preset preset,
            List<ContainerName> batchNames,
            @Nullable PlacementRequest placement,
            @Nullable Recreation recreation)
            implements ContainerEvent {
        /** A new container that can run on any host. */
        public ContainerPlaced(
                IntentId intent,
                ContainerId container,
                ContainerName name,
                Image image,
                Limits limits,
                HostName host,
                int partition,
                int number,
                Instant deadline,
                List<ContainerPort> ports,
                @Nullable String address,
                Settings settings,
                @Nullable Integer batch,
                @Nullable Preset preset,
                List<ContainerName> batchNames) {
            this(
                    intent,
                    container,
                    name,
                    image,
                    limits,
                    host,
                    partition,
                    number,
                    deadline,
                    ports,
                    address,
                    settings,
                    batch,
                    preset,
                    batchNames,
                    null,
                    null);
        }

        public ContainerPlaced {
            // Missing in earlier records.
            ports = ports == null ? List.of() : List.copyOf(ports);
            settings = settings == null ? Settings.NONE : settings;
            batchNames = batchNames == null ? List.of() : List.copyOf(batchNames);
        }

        /** What the host must create. */
        public ContainerSpec spec() {
            return new ContainerSpec(name, image, limits, ports, address, settings, preset);
        }

        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /**
     * How a lost container is created again.
     *
     * @param emptyHomes whether the host of the owner's home directories was removed, so that those are created that the new host does not have
     */
    record Recreation(boolean emptyHomes) {}

    /**
     * The host refused the container. Another {@link ContainerPlaced} or an {@link OperationFailed} follows
     * immediately.
     */
    record PlacementRefused(
            IntentId intent, ContainerId container, HostName host, int number, ErrorCode code, String detail)
            implements ContainerEvent {
        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /**
     * An operation on a container was accepted and ordered.
     *
     * @param intent null if admission undoes something automatically
     * @param deadline the worker does not start the order after this time; null: no deadline
     */
    record OperationOrdered(
            @Nullable IntentId intent,
            ContainerId container,
            StateOperation operation,
            int number,
            @Nullable Instant deadline)
            implements ContainerEvent {
        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /**
     * A commit of the container was accepted and ordered.
     *
     * @param name with a tag
     * @param fromContainer the container's name
     * @param from the container's image
     * @param deadline the worker does not start the order after this time
     */
    record CommitOrdered(
            IntentId intent,
            ContainerId container,
            int number,
            Instant deadline,
            ImageId image,
            ImageName name,
            HostName host,
            int partition,
            ContainerName fromContainer,
            Image from,
            @Nullable String message,
            boolean flatten)
            implements ContainerEvent, ImageOrdered {
        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /**
     * An operation reached a step.
     *
     * @param deadline the order's new deadline; null: unchanged
     */
    record OperationProgressed(
            IntentId intent,
            ContainerId container,
            int number,
            String step,
            @Nullable Instant deadline) implements ContainerEvent {
        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /** The container has a new name. In the owner's private network it keeps the host name that it was created with. */
    record ContainerRenamed(IntentId intent, ContainerId container, ContainerName name) implements ContainerEvent {
        @Override
        public boolean endsIntent() {
            return true;
        }
    }

    /**
     * A terminal of the web console is opened in the container. Its end is not recorded.
     *
     * @param user the user in the container
     */
    record TerminalOpened(IntentId intent, ContainerId container, String user) implements ContainerEvent {
        @Override
        public boolean endsIntent() {
            return true;
        }
    }

    // ---- happened ----

    /**
     * The measured disk usage of a container, without homes.
     *
     * @param mebibytes disk usage in MiB
     */
    record DiskMeasured(ContainerId container, long mebibytes) implements ContainerEvent {
        @Override
        public @Nullable IntentId intent() {
            return null;
        }

        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /** The result of an order, or a change that nobody ordered. It ends the intent that it answers. */
    sealed interface Outcome extends ContainerEvent {
        /** The order that this event completes; null if nothing was ordered. */
        @Nullable
        Integer number();

        @Override
        default boolean endsIntent() {
            return intent() != null;
        }
    }

    /** The result after which the container exists, and its state is known or unchanged. */
    sealed interface StateChange extends Outcome {}

    /**
     * The container is running and its SSH server answered.
     *
     * @param ports the published ports, without the SSH port
     * @param hostKey SHA-256 fingerprint of the SSH host key; null if it was not read and is therefore unchanged
     */
    record ContainerStarted(
            @Nullable IntentId intent,
            ContainerId container,
            @Nullable Integer number,
            SshEndpoint ssh,
            List<PublishedPort> ports,
            @Nullable String hostKey,
            Instant startedAt)
            implements StateChange {
        public ContainerStarted {
            ports = ports == null ? List.of() : List.copyOf(ports); // records written before ports existed have none
        }
    }

    /**
     * The container is not running.
     *
     * @param exitCode of its first process
     * @param reason a sentence if the stop was not requested; otherwise null
     */
    record ContainerStopped(
            @Nullable IntentId intent,
            ContainerId container,
            @Nullable Integer number,
            @Nullable Integer exitCode,
            boolean outOfMemory,
            @Nullable String reason)
            implements StateChange {}

    record ContainerPaused(
            @Nullable IntentId intent,
            ContainerId container,
            @Nullable Integer number) implements StateChange {}

    record ContainerUnpaused(
            @Nullable IntentId intent,
            ContainerId container,
            @Nullable Integer number) implements StateChange {}

    /** The ordered image exists. The container is unchanged. */
    record ContainerCommitted(
            IntentId intent, ContainerId container, Integer number, ImageId image, ImageDigest digest, ImageFacts facts)
            implements Outcome, ImageCreated {}

    /** The host confirmed that the container is gone. Its port and its share of the quota are free. */
    record ContainerRemoved(
            @Nullable IntentId intent,
            ContainerId container,
            @Nullable Integer number) implements Outcome {
        @Override
        public boolean endsContainer() {
            return true;
        }
    }

    /**
     * The container is missing on its host, but DCM did not remove it, or its host was removed. Its specification is
     * kept: the user can recreate the container, or remove the entry.
     *
     * @param removedHost the container's host, if it was removed; null: the host exists
     */
    record ContainerLost(
            ContainerId container, String reason, @Nullable HostName removedHost) implements StateChange {
        /** A container that is missing on an existing host. */
        public ContainerLost(ContainerId container, String reason) {
            this(container, reason, null);
        }

        @Override
        public @Nullable IntentId intent() {
            return null;
        }

        @Override
        public @Nullable Integer number() {
            return null;
        }
    }

    /**
     * An accepted operation failed, or its deadline passed.
     *
     * @param intent null if admission ordered the operation automatically
     * @param detail the engine's own message, if there is one
     * @param after the container's state now; null if it is unknown because the host is silent
     * @param hosts after a create that the last possible host refused: why each host cannot run the container
     */
    record OperationFailed(
            @Nullable IntentId intent,
            ContainerId container,
            Operation operation,
            Integer number,
            ErrorCode code,
            String detail,
            @Nullable ContainerStatus after,
            List<HostRefusal> hosts)
            implements StateChange, IntentFailure {
        public OperationFailed {
            hosts = hosts == null ? List.of() : List.copyOf(hosts); // missing in earlier records
        }

        /** A failure that does not concern the choice of a host. */
        public OperationFailed(
                @Nullable IntentId intent,
                ContainerId container,
                Operation operation,
                Integer number,
                ErrorCode code,
                String detail,
                @Nullable ContainerStatus after) {
            this(intent, container, operation, number, code, detail, after, List.of());
        }

        @Override
        public boolean endsContainer() {
            return operation == Operation.CREATE && after == ContainerStatus.ABSENT;
        }
    }
}
