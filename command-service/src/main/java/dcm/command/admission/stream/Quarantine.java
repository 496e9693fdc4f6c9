package dcm.command.admission.stream;

import dcm.command.admission.quarantine.QuarantineDecider;
import dcm.contract.codec.Header;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.LogPosition;
import dcm.contract.envelope.TraceParent;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.QuarantineEvent;
import dcm.contract.event.QuarantineEvent.RecordDiscarded;
import dcm.contract.event.QuarantineEvent.RecordQuarantined;
import dcm.contract.event.QuarantineEvent.RecordReleased;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.QuarantineIntent;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaRecords;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sets aside records that cannot be processed, and decides what becomes of them. Not thread-safe. */
final class Quarantine {
    private static final Logger LOG = Logger.getLogger(Quarantine.class);

    private static final int MAX_REPORT_BYTES = 32 * 1024;

    /** In each partition, with the intents there. */
    private static final int MAX_REPORTS = 20;

    private final AdmissionTask task;
    private final EventWriter writer;
    private final DiscardedReports discards;
    private final AdmissionStatus status;

    Quarantine(AdmissionTask task, EventWriter writer, DiscardedReports discards, AdmissionStatus status) {
        this.task = task;
        this.writer = writer;
        this.discards = discards;
        this.status = status;
    }

    /** Of reports, it keeps only few and small ones, because a hostile worker could fill the memory with others. */
    private boolean mayKeep(Record<String, byte[]> record) {
        return record.value() != null
                && record.value().length <= MAX_REPORT_BYTES
                && task.state().quarantineSize(task.partition()) < MAX_REPORTS;
    }

    /** Processes a record again. */
    interface Processing {
        void take(@Nullable String key, Encoded encoded, LogPosition input);
    }

    /** Answers an input that could not be processed. */
    void settle(Record<String, byte[]> record, LogPosition input, RuntimeException failure) {
        if (failure instanceof FailedRelease release) {
            Envelope cause = release.cause();
            writer.append(release.rejection(), cause, input);
            task.state().putDecided(cause.aggregate(), new IntentId(cause.id()), task.now());
        } else {
            quarantine(record, input, failure);
        }
    }

    private void quarantine(Record<String, byte[]> record, LogPosition input, RuntimeException failure) {
        if (input.topic().equals(Topic.HEARTBEATS.topicName())
                || input.topic().equals(Topic.REPORTS.topicName()) && !mayKeep(record)) {
            String source = KafkaRecords.headers(record.headers()).get(Header.SOURCE);
            discards.add(
                    source,
                    input,
                    "it cannot be processed, and the quarantine does not keep it: " + failure.getMessage());
            return;
        }
        LOG.errorf(failure, "record quarantined: record=%s", input);
        AggregateId quarantine = AggregateId.quarantine(task.partition());
        Envelope cause = Envelope.first(
                input.toString(), EventWriter.SOURCE, quarantine, task.now(), Actor.ADMISSION, TraceParent.fresh());
        record(
                QuarantineDecider.quarantine(
                        input, record.key(), KafkaRecords.headers(record.headers()), record.value(), failure),
                cause,
                input);
    }

    /**
     * Decides an administrator's intent about a record.
     *
     * @param processing processes a record that is released
     */
    void decide(IntentId id, QuarantineIntent intent, Envelope cause, LogPosition input, Processing processing) {
        Optional<RecordQuarantined> held = task.state().quarantined(intent.record());
        QuarantineEvent event = QuarantineDecider.decide(held, id, intent);
        switch (event) {
            case RecordReleased released -> release(held.orElseThrow(), id, cause, processing);
            case RecordDiscarded discarded -> discard(held.orElseThrow(), cause);
            case RecordQuarantined quarantined -> {}
            case IntentRejected rejected -> {}
        }
        record(event, cause, input);
        task.state().putDecided(cause.aggregate(), id, task.now());
    }

    private void release(RecordQuarantined held, IntentId id, Envelope cause, Processing processing) {
        try {
            processing.take(held.key(), held.encoded().orElseThrow(), held.record());
        } catch (RuntimeException e) {
            LOG.warnf(e, "record could not be released from quarantine: intent=%s record=%s", id, held.record());
            throw new FailedRelease(QuarantineDecider.stillFails(id, held.record(), e), cause, e);
        }
    }

    private void discard(RecordQuarantined held, Envelope cause) {
        QuarantineDecider.answer(held).ifPresent(rejected -> {
            AggregateId aggregate = new AggregateId(Objects.requireNonNull(held.key()));
            if (!task.isHere(aggregate) || task.state().isDecided(aggregate, rejected.intent())) {
                return;
            }
            Envelope original =
                    cause.next(rejected.intent().value(), EventWriter.SOURCE, aggregate, task.now(), cause.actor());
            Envelope envelope = writer.append(rejected, original, held.record(), cause.actor());
            if (aggregate.isOwner()) {
                task.state().owners().fold(aggregate.owner(), rejected, envelope.time());
            }
            task.state().putDecided(aggregate, rejected.intent(), task.now());
        });
    }

    private void record(QuarantineEvent event, Envelope cause, LogPosition input) {
        writer.append(event, cause, input);
        task.state().put(event);
        int size = task.state().quarantineSize(task.partition());
        task.onSuccess(() -> status.setQuarantined(task.partition(), size));
    }

    /** A release failed, and everything it had caused was undone. Its intent still needs an answer. */
    private static final class FailedRelease extends RuntimeException {
        private final transient QuarantineEvent rejection;
        private final transient Envelope cause;

        FailedRelease(QuarantineEvent rejection, Envelope cause, RuntimeException failure) {
            super(failure);
            this.rejection = rejection;
            this.cause = cause;
        }

        QuarantineEvent rejection() {
            return rejection;
        }

        Envelope cause() {
            return cause;
        }
    }
}
