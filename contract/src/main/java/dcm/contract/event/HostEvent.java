package dcm.contract.event;

import dcm.contract.identity.IntentId;
import dcm.contract.identity.PortRange;
import dcm.contract.problem.ErrorCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Facts about the host of the aggregate {@code host/NAME}. */
public sealed interface HostEvent extends Event
        permits HostEvent.HostRegistered,
                HostEvent.HostRefused,
                HostEvent.HostCordoned,
                HostEvent.HostUncordoned,
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

    /**
     * The host joined.
     *
     * @param engineId the engine's own id: a worker of this name on another engine is refused
     * @param partition where its orders and wanted containers are written, for ever
     * @param sshPorts the ports that are its containers' handles; no other host's range overlaps
     */
    record HostRegistered(String engineId, int partition, PortRange sshPorts) implements HostEvent {}

    /** A worker asked to join under this name and was refused. */
    record HostRefused(String engineId, ErrorCode code, String detail) implements HostEvent {}

    /**
     * Nothing more is placed on the host.
     *
     * @param reason for those who would be placed there to read
     * @param drainAt when what still runs there is stopped, and after which nothing is started; null: it goes on
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

    /** Containers are placed on the host again. */
    record HostUncordoned(IntentId intent) implements HostEvent {
        @Override
        public boolean endsIntent() {
            return true;
        }
    }

    /** The host is gone for good, with all that was on it. */
    record HostRemoved(IntentId intent) implements HostEvent {
        @Override
        public boolean endsIntent() {
            return true;
        }
    }
}
