package dcm.command.admission.host;

import dcm.contract.event.HostEvent.HostRefused;
import dcm.contract.event.HostEvent.HostRegistered;
import org.jspecify.annotations.Nullable;

/**
 * A host as admission knows it.
 *
 * @param registered null before it has joined
 * @param refused the last refusal, so that it is not repeated with every heartbeat
 */
public record HostState(
        @Nullable HostRegistered registered, @Nullable HostRefused refused) {
    public static final HostState UNKNOWN = new HostState(null, null);
}
