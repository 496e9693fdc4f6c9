package dcm.contract.event;

import dcm.contract.codec.Encoded;
import dcm.contract.envelope.Position;
import dcm.contract.identity.IntentId;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Facts about records that admission could not process, of the aggregate {@code quarantine/PARTITION}. */
public sealed interface QuarantineEvent extends Event
        permits QuarantineEvent.RecordQuarantined,
                QuarantineEvent.RecordReleased,
                QuarantineEvent.RecordDiscarded,
                IntentRejected {

    /**
     * A record could not be decoded or decided. It changed nothing, and waits for an administrator.
     *
     * @param record where it is
     * @param key its key; null if it has none
     * @param headers its headers
     * @param value its value in base64; null if it has none, or is too large to be kept here, and can only be discarded
     * @param reason what went wrong
     */
    record RecordQuarantined(
            Position record,
            @Nullable String key,
            Map<String, String> headers,
            @Nullable String value,
            String reason) implements QuarantineEvent {
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

        /** The unchanged record, so that it can be processed again; empty if its value is not kept. */
        public Optional<Encoded> encoded() {
            return Optional.ofNullable(value)
                    .map(text -> new Encoded(headers, Base64.getDecoder().decode(text)));
        }
    }

    /** The record was processed after all; what it led to are events of its own aggregate. */
    record RecordReleased(IntentId intent, Position record) implements QuarantineEvent {
        @Override
        public boolean endsIntent() {
            return true;
        }
    }

    /** The record will never be processed. */
    record RecordDiscarded(IntentId intent, Position record) implements QuarantineEvent {
        @Override
        public boolean endsIntent() {
            return true;
        }
    }
}
