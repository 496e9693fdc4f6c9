package dcm.projection.quarantine;

import dcm.contract.codec.Json;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Position;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.QuarantineEvent;
import dcm.contract.event.QuarantineEvent.RecordDiscarded;
import dcm.contract.event.QuarantineEvent.RecordQuarantined;
import dcm.contract.event.QuarantineEvent.RecordReleased;
import dcm.projection.quarantine.QuarantineRow.State;
import java.time.Instant;

/** Builds the view of quarantined records. */
public final class QuarantineProjection {
    private QuarantineProjection() {}

    /** Something happened to a record that admission could not process. */
    public static void apply(Envelope envelope, QuarantineEvent event) {
        switch (event) {
            case RecordQuarantined quarantined -> {
                QuarantineRow row = row(quarantined.record(), State.QUARANTINED, envelope.time());
                row.recordKey = quarantined.key() == null ? null : storable(quarantined.key());
                row.headers = Json.text(quarantined.headers());
                row.content = quarantined.value();
                row.reason = storable(quarantined.reason());
            }
            case RecordReleased released -> row(released.record(), State.RELEASED, envelope.time());
            case RecordDiscarded discarded -> row(discarded.record(), State.DISCARDED, envelope.time());
            case IntentRejected rejected -> {} // nothing became of the record
        }
    }

    /**
     * An intent could not be read. Admission puts it into quarantine, unless it is newer than this service. Intents and events come by
     * different topics, so either may be first.
     */
    public static void unread(Position record, Instant writtenAt, String reason) {
        if (QuarantineRow.findById(record.toString()) == null) {
            row(record, State.UNREAD, writtenAt).reason = storable(reason);
        }
    }

    /** PostgreSQL stores no NUL, and what came with a bad record can contain any character. */
    private static String storable(String text) {
        return text.replace('\0', '\ufffd');
    }

    private static QuarantineRow row(Position record, State state, Instant at) {
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
