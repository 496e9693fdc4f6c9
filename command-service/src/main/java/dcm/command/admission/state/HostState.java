package dcm.command.admission.state;

import dcm.contract.event.HostEvent.HostRefused;
import dcm.contract.event.HostEvent.HostRegistered;
import dcm.contract.identity.HostDeclaration;
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
 * @param declaration what it declared when it joined; null if the installation itself has set up its worker, or it joined an
 *     earlier version
 */
public record HostState(
        @Nullable HostRegistered registered,
        @Nullable HostRefused refused,
        @Nullable Cordon cordon,
        List<HostLabel> labels,
        @Nullable HostDeclaration declaration) {
    public static final HostState UNKNOWN = new HostState(null, null, null, List.of());

    /** A host that has declared nothing. */
    public HostState(
            @Nullable HostRegistered registered,
            @Nullable HostRefused refused,
            @Nullable Cordon cordon,
            List<HostLabel> labels) {
        this(registered, refused, cordon, labels, null);
    }

    public HostState {
        labels = labels == null ? List.of() : List.copyOf(labels); // missing in states of earlier versions
    }
}
