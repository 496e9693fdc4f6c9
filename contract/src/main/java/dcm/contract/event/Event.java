package dcm.contract.event;

import dcm.contract.identity.IntentId;
import org.jspecify.annotations.Nullable;

/** A fact in the log. The envelope contains its aggregate and its sequence within the aggregate. */
public sealed interface Event permits OwnerEvent, CatalogEvent, HostEvent, QuarantineEvent {

    /**
     * The intent that this event answers; null if there is none, for example when a container stops unexpectedly or a
     * host joins.
     */
    @Nullable
    IntentId intent();

    /**
     * Whether {@link #intent()} ends with this event. Every intent has exactly one such event; an intent that creates
     * several containers has one for each.
     */
    boolean endsIntent();
}
