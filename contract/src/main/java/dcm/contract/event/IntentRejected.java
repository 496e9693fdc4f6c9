package dcm.contract.event;

import dcm.contract.identity.IntentId;
import dcm.contract.problem.ErrorCode;
import java.util.Map;

/**
 * Admission refused the intent; nothing was done.
 *
 * @param code the rule
 * @param detail one or two sentences for the person: what was refused, why, what to do
 * @param numbers what the rule counted, for programs, such as {@code limit} and {@code used}; mostly empty
 */
public record IntentRejected(IntentId intent, ErrorCode code, String detail, Map<String, Long> numbers)
        implements OwnerEvent, CatalogEvent, HostEvent, QuarantineEvent {
    public IntentRejected {
        numbers = Map.copyOf(numbers);
    }

    @Override
    public boolean endsIntent() {
        return true;
    }
}
