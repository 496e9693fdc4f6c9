package dcm.intent;

import dcm.contract.codec.Families;
import dcm.contract.event.Event;
import dcm.contract.event.IntentRejected;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What admission would decide about an intent now. command-service answers this to user-service, which has no state of admission.
 *
 * @param events the names of the events that would be recorded, as in the log
 * @param rejection why the intent would be rejected; null if it would be accepted
 */
public record PlannedDecision(List<String> events, @Nullable IntentRejected rejection) {
    /** The path at command-service to which user-service sends the intent. It is not part of the API. */
    public static final String PATH = "/decisions";

    /** The media type of the intent, whose envelope is in the headers, as in the log. */
    public static final String INTENT_TYPE = "application/octet-stream";

    public PlannedDecision {
        events = List.copyOf(events);
    }

    /** The decision that these events record. */
    public static PlannedDecision of(List<? extends Event> events) {
        return new PlannedDecision(
                events.stream().map(Families.EVENTS::nameOf).toList(),
                events.stream()
                        .filter(IntentRejected.class::isInstance)
                        .map(IntentRejected.class::cast)
                        .findFirst()
                        .orElse(null));
    }
}
