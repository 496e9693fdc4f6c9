package dcm.auditor.log;

import dcm.contract.envelope.LogPosition;
import dcm.contract.identity.AggregateId;
import java.time.Instant;
import java.util.List;

/**
 * A recorded intent.
 *
 * @param kind its stable type name
 * @param recordedAt when it was recorded first
 * @param positions where it is recorded; more than one if the caller repeated it
 */
public record RecordedIntent(
        String id, String kind, AggregateId aggregate, Instant recordedAt, List<LogPosition> positions) {
    public RecordedIntent {
        positions = List.copyOf(positions);
    }
}
