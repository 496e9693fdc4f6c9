package dcm.contract.event;

import dcm.contract.identity.IntentId;
import dcm.contract.identity.PortRange;
import dcm.contract.problem.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Facts about the host of the aggregate {@code host/NAME}. */
public sealed interface HostEvent extends Event {

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
}
