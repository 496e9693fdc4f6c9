package dcm.auditor.log;

import dcm.contract.envelope.LogPosition;
import dcm.contract.identity.AggregateId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the events say about one intent.
 *
 * @param aggregate whose events answer it
 * @param input the record that the first of them answers; null if no record caused it
 * @param events how many events there are
 * @param outcomes those of them that end the intent
 * @param expectedEnds how many should end it: one, or one for each container of a batch
 * @param deadline until when its newest order may be begun; null if nothing with a deadline was ordered
 * @param withoutDeadline whether something was ordered that is carried out however late
 * @param ofRemoval whether it is a transfer or promotion that the removal of an account began; its id is derived, and it is not recorded
 */
public record IntentAnswer(
        String intent,
        AggregateId aggregate,
        @Nullable LogPosition input,
        int events,
        List<LoggedOutcome> outcomes,
        int expectedEnds,
        @Nullable Instant deadline,
        boolean withoutDeadline,
        boolean ofRemoval) {
    public IntentAnswer {
        outcomes = List.copyOf(outcomes);
    }

    /** How many events end the intent. */
    public int ends() {
        return outcomes.size();
    }

    /** Whether all expected outcomes are there. */
    public boolean isOver() {
        return ends() >= expectedEnds;
    }
}
