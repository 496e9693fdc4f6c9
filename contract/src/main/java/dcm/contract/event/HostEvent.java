package dcm.contract.event;

import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.HostLabel;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.PortRange;
import dcm.contract.problem.ErrorCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events about the host of the aggregate {@code host/NAME}. */
public sealed interface HostEvent extends Event
        permits HostEvent.HostJoined,
                HostEvent.HostRegistered,
                HostEvent.HostRefused,
                HostEvent.HostCordoned,
                HostEvent.HostUncordoned,
                HostEvent.HostLabeled,
                HostEvent.HostRemoved,
                IntentRejected {

    @Override
    default @Nullable IntentId intent() {
        return null;
    }

    @Override
    default boolean endsIntent() {
        return false;
    }

    /** A machine with an invitation became the host. Its worker may report what it has declared. */
    record HostJoined(IntentId intent, HostDeclaration declaration) implements HostEvent {
        @Override
        public boolean endsIntent() {
            return true;
        }
    }

    /**
     * The host's worker reported for the first time, or with another range of SSH ports.
     *
     * @param engineId the engine's own id; a worker with this host name but another engine is rejected
     * @param partition the partition of the host's orders and wanted containers; never changes
     * @param sshPorts the range of its containers' SSH ports; does not overlap with the range of any other host
     */
    record HostRegistered(String engineId, int partition, PortRange sshPorts) implements HostEvent {}

    /** A worker tried to join under this name and was rejected. */
    record HostRefused(String engineId, ErrorCode code, String detail) implements HostEvent {}

    /**
     * The host is cordoned: no more containers are placed on it.
     *
     * @param reason a message for users
     * @param drainAt when running containers are stopped, and after which none are started; null: they keep running
     */
    record HostCordoned(
            IntentId intent,
            @Nullable String reason,
            @Nullable Instant drainAt) implements HostEvent {
        @Override
        public boolean endsIntent() {
            return true;
        }
    }

    /** The host is uncordoned: containers are placed on it again. */
    record HostUncordoned(IntentId intent) implements HostEvent {
        @Override
        public boolean endsIntent() {
            return true;
        }
    }

    /** The host has these labels now. */
    record HostLabeled(IntentId intent, List<HostLabel> labels) implements HostEvent {
        public HostLabeled {
            labels = List.copyOf(labels);
        }

        @Override
        public boolean endsIntent() {
            return true;
        }
    }

    /** The host was removed permanently, with everything on it. */
    record HostRemoved(IntentId intent) implements HostEvent {
        @Override
        public boolean endsIntent() {
            return true;
        }
    }
}
