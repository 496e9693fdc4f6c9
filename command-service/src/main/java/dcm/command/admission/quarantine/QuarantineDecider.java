package dcm.command.admission.quarantine;

import dcm.contract.codec.Header;
import dcm.contract.envelope.LogPosition;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.QuarantineEvent;
import dcm.contract.event.QuarantineEvent.RecordDiscarded;
import dcm.contract.event.QuarantineEvent.RecordQuarantined;
import dcm.contract.event.QuarantineEvent.RecordReleased;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.intent.QuarantineIntent;
import dcm.contract.intent.QuarantineIntent.DiscardRecord;
import dcm.contract.intent.QuarantineIntent.ReleaseRecord;
import dcm.contract.problem.ErrorCode;
import dcm.contract.topic.Topic;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides about records that could not be processed. */
public final class QuarantineDecider {
    /** In bytes. An event contains the value in base64 and must stay below the broker's limit of 1 MiB. */
    static final int LARGEST_VALUE = 256 * 1024;

    private static final int LARGEST_HEADERS = 32 * 1024;
    private static final int MAX_KEY = 256;
    private static final int MAX_REASON = 1000;

    private QuarantineDecider() {}

    /** The event that puts a record into quarantine. */
    public static RecordQuarantined quarantine(
            LogPosition record,
            @Nullable String key,
            Map<String, String> headers,
            byte @Nullable [] value,
            Throwable failure) {
        boolean kept = value != null
                && value.length <= LARGEST_VALUE
                && size(headers) <= LARGEST_HEADERS
                && (key == null || key.length() <= MAX_KEY);
        return new RecordQuarantined(
                record,
                shortened(key, MAX_KEY),
                kept ? headers : Map.of(),
                kept ? Base64.getEncoder().encodeToString(value) : null,
                reason(failure));
    }

    private static int size(Map<String, String> headers) {
        return headers.entrySet().stream()
                .mapToInt(header -> header.getKey().length() + header.getValue().length())
                .sum();
    }

    private static String reason(Throwable failure) {
        String reason = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        return Objects.requireNonNull(shortened(reason, MAX_REASON));
    }

    private static @Nullable String shortened(@Nullable String text, int longest) {
        return text == null || text.length() <= longest ? text : text.substring(0, longest) + "…";
    }

    /**
     * The event that answers {@code intent}. For a release, the record must still be processed.
     *
     * @param held the record, if it is in quarantine
     */
    public static QuarantineEvent decide(Optional<RecordQuarantined> held, IntentId id, QuarantineIntent intent) {
        if (held.isEmpty()) {
            return reject(
                    id,
                    ErrorCode.UNKNOWN_RECORD,
                    "There is no record " + intent.record() + " in quarantine. 'log ls' lists the records in"
                            + " quarantine.");
        }
        return switch (intent) {
            case DiscardRecord discard -> new RecordDiscarded(id, discard.record());
            case ReleaseRecord release ->
                held.get().value() == null
                        ? reject(
                                id,
                                ErrorCode.RECORD_UNPROCESSABLE,
                                "The record " + release.record()
                                        + " has no value or a value above 256 KiB, which DCM does not keep. Discard the"
                                        + " record.")
                        : new RecordReleased(id, release.record());
        };
    }

    /** The rejection of a release when processing the record has failed again. */
    public static QuarantineEvent stillFails(IntentId id, LogPosition record, Throwable failure) {
        return reject(
                id,
                ErrorCode.RECORD_UNPROCESSABLE,
                "The record " + record + " stays in quarantine, because it failed again: " + reason(failure)
                        + ". Upgrade command-service, or discard the record.");
    }

    /** The answer to the intent in a discarded record; empty for a report and for damaged headers. */
    public static Optional<IntentRejected> answer(RecordQuarantined record) {
        String id = record.headers().get(Header.ID);
        String aggregate = record.headers().get(Header.SUBJECT);
        boolean isIntent = record.record().topic().equals(Topic.INTENTS.topicName());
        if (!isIntent || id == null || aggregate == null || !aggregate.equals(record.key())) {
            return Optional.empty();
        }
        try {
            new AggregateId(aggregate);
            return Optional.of(new IntentRejected(
                    new IntentId(id),
                    ErrorCode.DISCARDED,
                    "An administrator discarded this request, which could not be decided: " + record.reason(),
                    Map.of()));
        } catch (InvalidValueException damaged) {
            return Optional.empty();
        }
    }

    private static QuarantineEvent reject(IntentId id, ErrorCode code, String detail) {
        return new IntentRejected(id, code, detail, Map.of());
    }
}
