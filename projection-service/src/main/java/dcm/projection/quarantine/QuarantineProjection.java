package dcm.projection.quarantine;

import dcm.contract.codec.Json;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.LogPosition;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.QuarantineEvent;
import dcm.contract.event.QuarantineEvent.RecordDiscarded;
import dcm.contract.event.QuarantineEvent.RecordQuarantined;
import dcm.contract.event.QuarantineEvent.RecordReleased;
import dcm.projection.quarantine.QuarantineRow.State;
import java.time.Instant;
import java.util.Optional;

/** Builds the view of quarantined records. */
public final class QuarantineProjection {
    private QuarantineProjection() {}

    /**
     * Projects an event about a quarantined record.
     *
     * @return the record that the event has changed
     */
    public static Optional<LogPosition> apply(Envelope envelope, QuarantineEvent event) {
        return switch (event) {
            case RecordQuarantined quarantined -> {
                QuarantineRow row = row(quarantined.record(), State.QUARANTINED, envelope.time());
                row.recordKey = quarantined.key() == null ? null : storable(quarantined.key());
                row.headers = Json.text(quarantined.headers());
                row.content = quarantined.value();
                row.reason = storable(quarantined.reason());
                yield Optional.of(quarantined.record());
            }
            case RecordReleased released -> end(released.record(), State.RELEASED, envelope.time());
            case RecordDiscarded discarded -> end(discarded.record(), State.DISCARDED, envelope.time());
            case IntentRejected rejected -> Optional.empty();
        };
    }

    private static Optional<LogPosition> end(LogPosition record, State state, Instant at) {
        row(record, state, at);
        return Optional.of(record);
    }

    /**
     * Stores an intent that the views cannot read. Admission quarantines such a record too, unless admission runs a
     * newer version that can read it. Intents and events come from different topics, so either can arrive first.
     */
    public static void unread(LogPosition record, Instant writtenAt, String reason) {
        if (QuarantineRow.findById(record.toString()) == null) {
            row(record, State.UNREAD, writtenAt).reason = storable(reason);
        }
    }

    /** PostgreSQL cannot store NUL characters, and a bad record can contain any character. */
    private static String storable(String text) {
        return text.replace('\0', '\ufffd');
    }

    private static QuarantineRow row(LogPosition record, State state, Instant at) {
        QuarantineRow row = QuarantineRow.findById(record.toString());
        if (row == null) {
            row = new QuarantineRow();
            row.position = record.toString();
            row.reason = "";
            row.state = state;
            row.at = at;
            row.persist();
        }
        row.state = state;
        row.at = at;
        return row;
    }
}
