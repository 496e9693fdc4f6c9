package dcm.contract.event;

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
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.Settings;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.order.ContainerSpec;
import dcm.contract.preset.Preset;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.ContainerStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Facts about one container. Orders of one container are numbered 1, 2, 3 without gap; the number tells which one an event is about. */
public sealed interface ContainerEvent extends OwnerEvent {

    ContainerId container();

    /** True when the container is gone, or was never made: there is no such container after this event. */
    default boolean endsContainer() {
        return false;
    }

    // ---- decided ----

    /**
     * A create was admitted and its container given to a host; the order that makes it is {@code number}.
     *
     * @param partition the host's partition in {@code dcm.orders} and {@code dcm.wanted}
     * @param deadline an order not begun by then is not executed
     * @param batch how many containers were admitted together, one of which this is; null: this one alone, or one that is placed anew
     * @param preset as it was when this was decided; null: the fixed shape
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
            Settings settings,
            @Nullable Integer batch,
            @Nullable Preset preset)
            implements ContainerEvent {
        public ContainerPlaced {
            // Records from before there were ports and settings have none.
            ports = ports == null ? List.of() : List.copyOf(ports);
            settings = settings == null ? Settings.NONE : settings;
        }

        /** What the host is told to make. */
        public ContainerSpec spec() {
            return new ContainerSpec(name, image, limits, ports, settings, preset);
        }

        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /** The host would not take the container; another {@link ContainerPlaced} or an {@link OperationFailed} follows at once. */
    record PlacementRefused(
            IntentId intent, ContainerId container, HostName host, int number, ErrorCode code, String detail)
            implements ContainerEvent {
        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /**
     * An operation on a container was admitted and ordered.
     *
     * @param intent null when admission undoes something by itself
     * @param deadline null when the operation is carried out however late
     */
    record OperationOrdered(
            @Nullable IntentId intent,
            ContainerId container,
            Operation operation,
            int number,
            @Nullable Instant deadline)
            implements ContainerEvent {
        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /**
     * A commit was admitted and ordered: the container is to become an image.
     *
     * @param name with a tag
     * @param fromContainer the container's name
     * @param from the image that the container was made of
     * @param deadline not begun by then, it is not done
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
            implements ContainerEvent {
        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /**
     * An operation has come so far.
     *
     * @param deadline until when the order may now take; null: its deadline is unchanged
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

    /** The container has another name; in its owner's private network it is found by the one that it was made with. */
    record ContainerRenamed(IntentId intent, ContainerId container, ContainerName name) implements ContainerEvent {
        @Override
        public boolean endsIntent() {
            return true;
        }
    }

    // ---- happened ----

    /**
     * So much was written in the container outside of homes.
     *
     * @param mebibytes on the disk
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

    /** Something that happened to a container, asked for or not; it ends the intent it answers. */
    sealed interface Outcome extends ContainerEvent {
        /** The order that this is the outcome of; null when nothing was ordered. */
        @Nullable
        Integer number();

        @Override
        default boolean endsIntent() {
            return intent() != null;
        }
    }

    /**
     * The container runs and its sshd answered.
     *
     * @param ports its other published ports
     * @param hostKey SHA-256 fingerprint of its SSH host key; null when it was not read: it is then what it was
     */
    record ContainerStarted(
            @Nullable IntentId intent,
            ContainerId container,
            @Nullable Integer number,
            SshEndpoint ssh,
            List<PublishedPort> ports,
            @Nullable String hostKey,
            Instant startedAt)
            implements Outcome {
        public ContainerStarted {
            ports = ports == null ? List.of() : List.copyOf(ports); // records from before there were ports have none
        }
    }

    /**
     * The container does not run.
     *
     * @param exitCode of its first process
     * @param reason a sentence where nobody asked for it, else null
     */
    record ContainerStopped(
            @Nullable IntentId intent,
            ContainerId container,
            @Nullable Integer number,
            @Nullable Integer exitCode,
            boolean outOfMemory,
            @Nullable String reason)
            implements Outcome {}

    record ContainerPaused(
            @Nullable IntentId intent,
            ContainerId container,
            @Nullable Integer number) implements Outcome {}

    record ContainerUnpaused(
            @Nullable IntentId intent,
            ContainerId container,
            @Nullable Integer number) implements Outcome {}

    /** The image that was ordered is there. The container is as it was before. */
    record ContainerCommitted(
            IntentId intent, ContainerId container, Integer number, ImageId image, ImageDigest digest, ImageFacts facts)
            implements Outcome {}

    /** Its host confirmed that the container is gone; its port and its share of the quota are free. */
    record ContainerRemoved(
            @Nullable IntentId intent,
            ContainerId container,
            @Nullable Integer number) implements Outcome {
        @Override
        public boolean endsContainer() {
            return true;
        }
    }

    /** The container is missing on its host though nobody here removed it. It can only be removed from the list. */
    record ContainerLost(ContainerId container, String reason) implements Outcome {
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
     * An admitted operation did not succeed, or its deadline passed.
     *
     * @param intent null when admission had ordered it by itself
     * @param detail in the engine's own words where it has some
     * @param after the container's state now, null when that is not known (its host is silent)
     */
    record OperationFailed(
            @Nullable IntentId intent,
            ContainerId container,
            Operation operation,
            Integer number,
            ErrorCode code,
            String detail,
            @Nullable ContainerStatus after)
            implements Outcome {
        @Override
        public boolean endsContainer() {
            return operation == Operation.CREATE && after == ContainerStatus.ABSENT;
        }
    }
}
