package dcm.contract.event;

import dcm.contract.identity.IntentId;
import dcm.contract.problem.ErrorCode;
import dcm.contract.problem.HostRefusal;
import java.util.List;
import java.util.Map;

/**
 * Admission rejected the intent; nothing was done.
 *
 * @param code the rule
 * @param detail one or two sentences for the user: what was rejected, why, and what to do
 * @param numbers the values that the rule compared, for programs, such as {@code limit} and {@code used}; usually empty
 * @param hosts why each host cannot run the requested container; usually empty
 */
public record IntentRejected(
        IntentId intent, ErrorCode code, String detail, Map<String, Long> numbers, List<HostRefusal> hosts)
        implements OwnerEvent, CatalogEvent, HostEvent, QuarantineEvent, IntentFailure {
    public IntentRejected {
        numbers = Map.copyOf(numbers);
        hosts = hosts == null ? List.of() : List.copyOf(hosts); // missing in earlier records
    }

    /** A rejection that does not concern hosts. */
    public IntentRejected(IntentId intent, ErrorCode code, String detail, Map<String, Long> numbers) {
        this(intent, code, detail, numbers, List.of());
    }

    @Override
    public boolean endsIntent() {
        return true;
    }
}
