package dcm.command.admission.host;

import dcm.command.admission.state.HostState;
import dcm.contract.event.HostEvent;
import dcm.contract.event.HostEvent.HostCordoned;
import dcm.contract.event.HostEvent.HostJoined;
import dcm.contract.event.HostEvent.HostLabeled;
import dcm.contract.event.HostEvent.HostRefused;
import dcm.contract.event.HostEvent.HostRegistered;
import dcm.contract.event.HostEvent.HostRemoved;
import dcm.contract.event.HostEvent.HostUncordoned;
import dcm.contract.event.IntentRejected;
import dcm.contract.identity.HostLabel;
import dcm.contract.snapshot.HostSnapshot.Cordon;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folds a host's events into its state. Deterministic. */
public final class HostFold {
    private HostFold() {}

    /**
     * The state after {@code event}.
     *
     * @param time the time of the decision
     */
    public static HostState evolve(HostState state, HostEvent event, Instant time) {
        return switch (event) {
            case IntentRejected rejected -> state;
            case HostJoined joined ->
                new HostState(state.registered(), null, state.cordon(), state.labels(), joined.declaration());
            case HostRegistered registered ->
                new HostState(registered, null, state.cordon(), state.labels(), state.declaration());
            case HostRefused refused ->
                new HostState(state.registered(), refused, state.cordon(), state.labels(), state.declaration());
            case HostCordoned cordoned ->
                with(state, new Cordon(cordoned.reason(), time, cordoned.drainAt()), state.labels());
            case HostUncordoned uncordoned -> with(state, null, state.labels());
            case HostLabeled labeled -> with(state, state.cordon(), labeled.labels());
            case HostRemoved removed -> HostState.UNKNOWN;
        };
    }

    private static HostState with(HostState state, @Nullable Cordon cordon, List<HostLabel> labels) {
        return new HostState(state.registered(), state.refused(), cordon, labels, state.declaration());
    }
}
