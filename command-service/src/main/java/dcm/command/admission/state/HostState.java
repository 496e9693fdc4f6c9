package dcm.command.admission.state;

import dcm.contract.event.HostEvent.HostRefused;
import dcm.contract.event.HostEvent.HostRegistered;
import dcm.contract.identity.HostLabel;
import dcm.contract.snapshot.HostSnapshot.Cordon;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a host.
 *
 * @param registered null before it has joined
 * @param refused the last refusal, so that it is not repeated for every heartbeat
 * @param cordon null while containers may be placed on the host
 * @param labels set by administrators
 */
public record HostState(
        @Nullable HostRegistered registered,
        @Nullable HostRefused refused,
        @Nullable Cordon cordon,
        List<HostLabel> labels) {
    public static final HostState UNKNOWN = new HostState(null, null, null, List.of());

    public HostState {
        labels = labels == null ? List.of() : List.copyOf(labels); // missing in states of earlier versions
    }
}
