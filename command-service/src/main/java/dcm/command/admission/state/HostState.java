package dcm.command.admission.state;

import dcm.contract.event.HostEvent.HostRefused;
import dcm.contract.event.HostEvent.HostRegistered;
import dcm.contract.snapshot.HostSnapshot.Cordon;
import org.jspecify.annotations.Nullable;

/**
 * The state of a host.
 *
 * @param registered null before it has joined
 * @param refused the last refusal, so that it is not repeated for every heartbeat
 * @param cordon null while containers may be placed on the host
 */
public record HostState(
        @Nullable HostRegistered registered,
        @Nullable HostRefused refused,
        @Nullable Cordon cordon) {
    public static final HostState UNKNOWN = new HostState(null, null, null);
}
