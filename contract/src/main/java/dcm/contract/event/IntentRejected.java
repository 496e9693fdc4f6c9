package dcm.contract.event;

import dcm.contract.identity.IntentId;
import dcm.contract.problem.ErrorCode;
import java.util.Map;

/**
 * Admission rejected the intent; nothing was done.
 *
 * @param code the rule
 * @param detail one or two sentences for the user: what was rejected, why, and what to do
 * @param numbers the values that the rule compared, for programs, such as {@code limit} and {@code used}; usually empty
 */
public record IntentRejected(IntentId intent, ErrorCode code, String detail, Map<String, Long> numbers)
        implements OwnerEvent, CatalogEvent, HostEvent, QuarantineEvent, IntentFailure {
    public IntentRejected {
        numbers = Map.copyOf(numbers);
    }

    @Override
    public boolean endsIntent() {
        return true;
    }
}
