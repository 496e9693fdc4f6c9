package dcm.contract.event;

import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.LogPosition;
import dcm.contract.identity.IntentId;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Events about records that admission could not process, of the aggregate {@code quarantine/PARTITION}. */
public sealed interface QuarantineEvent extends Event
        permits QuarantineEvent.RecordQuarantined,
                QuarantineEvent.RecordReleased,
                QuarantineEvent.RecordDiscarded,
                IntentRejected {

    /**
     * A record could not be decoded or decided. It changed nothing and waits for an administrator.
     *
     * @param record the position of the record
     * @param key its key; null if it has none
     * @param headers its headers
     * @param value its value in base64; null if it has none, or if it is too large to store and the record can only be
     *     discarded
     * @param reason what went wrong
     */
    record RecordQuarantined(
            LogPosition record,
            @Nullable String key,
            Map<String, String> headers,
            @Nullable String value,
            String reason)
            implements QuarantineEvent {
        public RecordQuarantined {
            headers = Map.copyOf(headers);
        }

        @Override
        public @Nullable IntentId intent() {
            return null;
        }

        @Override
        public boolean endsIntent() {
            return false;
        }

        /** The unchanged record, for processing it again; empty if its value was not stored. */
        public Optional<Encoded> encoded() {
            return Optional.ofNullable(value)
                    .map(text -> new Encoded(headers, Base64.getDecoder().decode(text)));
        }
    }

    /** The record was processed after all. Its results are events of its own aggregate. */
    record RecordReleased(IntentId intent, LogPosition record) implements QuarantineEvent {
        @Override
        public boolean endsIntent() {
            return true;
        }
    }

    /** The record is discarded and will never be processed. */
    record RecordDiscarded(IntentId intent, LogPosition record) implements QuarantineEvent {
        @Override
        public boolean endsIntent() {
            return true;
        }
    }
}
