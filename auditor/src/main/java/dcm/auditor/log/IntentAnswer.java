package dcm.auditor.log;

import dcm.contract.envelope.LogPosition;
import dcm.contract.identity.AggregateId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All events that answer one intent.
 *
 * @param aggregate the aggregate whose events answer it
 * @param input the record that the first event answers; null if no record caused the event
 * @param events number of events
 * @param outcomes the events that end the intent
 * @param expectedEnds expected number of outcomes: one, or one for each container of a batch
 * @param deadline latest start of its newest order; null if no order has a deadline
 * @param withoutDeadline whether it has an order without a deadline
 * @param partOfRemoval whether it is a transfer or promotion that the removal of an account began; its id is derived,
 *     and it is not recorded
 */
public record IntentAnswer(
        String intent,
        AggregateId aggregate,
        @Nullable LogPosition input,
        int events,
        List<RecordedOutcome> outcomes,
        int expectedEnds,
        @Nullable Instant deadline,
        boolean withoutDeadline,
        boolean partOfRemoval) {
    public IntentAnswer {
        outcomes = List.copyOf(outcomes);
    }

    /** The number of events that end the intent. */
    public int ends() {
        return outcomes.size();
    }

    /** Whether all expected outcomes exist. */
    public boolean isOver() {
        return ends() >= expectedEnds;
    }
}
