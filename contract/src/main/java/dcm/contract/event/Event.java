package dcm.contract.event;

import dcm.contract.identity.IntentId;
import org.jspecify.annotations.Nullable;

/** A fact in the log. Its aggregate and its sequence within it stand in the envelope. */
public sealed interface Event permits OwnerEvent, CatalogEvent, HostEvent, QuarantineEvent {

    /** The intent that this event answers, or null when nobody asked: a container that died by itself, a host that joined. */
    @Nullable
    IntentId intent();

    /**
     * True when {@link #intent()} is finished with this event. Every intent gets exactly one such event; one that makes several
     * containers gets one for each.
     */
    boolean endsIntent();
}
