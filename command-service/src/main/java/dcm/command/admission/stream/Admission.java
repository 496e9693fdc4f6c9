package dcm.command.admission.stream;

import dcm.command.admission.decision.AdmissionPolicy;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.LogPosition;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaRecords;
import dcm.trace.Tracing;
import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One stream task's admission: takes the intents and reports of its aggregates one after another, calls the deciders,
 * and forwards the events and their effects. Everything forwarded for one input, its new state and the input's offset
 * are one transaction. An input that cannot be processed is put into quarantine; processing continues with the next
 * input.
 */
final class Admission implements Processor<String, byte[], String, OutgoingRecord> {
    private static final Logger LOG = Logger.getLogger(Admission.class);

    /** How long repeated intent ids are recognized: longer than the views lag. The views know all ids. */
    private static final Duration INTENT_MEMORY = Duration.ofHours(1);

    private static final Duration FORGETTING = Duration.ofMinutes(5);

    /** How long callers wait at most for others that were polled at the same time. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(50);

    private final ReferenceTables tables;
    private final AdmissionPolicy policy;
    private final AdmissionStatus status;
    private final TaskDryRuns dryRuns;
    private final Tracing tracing;
    private @Nullable Parts parts;

    Admission(
            ReferenceTables tables,
            AdmissionPolicy policy,
            AdmissionStatus status,
            TaskDryRuns dryRuns,
            Tracing tracing) {
        this.tables = tables;
        this.policy = policy;
        this.status = status;
        this.dryRuns = dryRuns;
        this.tracing = tracing;
    }

    /** Resources of this task in this process. */
    private record Parts(
            ProcessorContext<String, OutgoingRecord> context,
            AdmissionTask task,
            Quarantine quarantine,
            Intake intake,
            DueWork dueWork) {}

    @Override
    public void init(ProcessorContext<String, OutgoingRecord> context) {
        tables.awaitComplete();
        AdmissionTask task = new AdmissionTask(context, tables, policy);
        tables.hosts().keepPublished(task::isHere);
        tables.hosts().taskOpened(dryRuns.now()); // the task's own time begins with its first input
        EventWriter writer = new EventWriter(task, status.metrics());
        OwnerAdmission owners = new OwnerAdmission(task, writer);
        DiscardedReports discards = new DiscardedReports(task, status);
        Quarantine quarantine = new Quarantine(task, writer, discards, status);
        Intake intake = new Intake(
                task,
                owners,
                writer,
                new LivenessPublisher(context, task, writer),
                quarantine,
                discards,
                status.metrics(),
                tracing);
        status.streamWorks();
        AccountPublication accounts = new AccountPublication(task, writer);
        parts = new Parts(
                context, task, quarantine, intake, new DueWork(context, task, owners, accounts, status, tracing));
        status.setQuarantined(task.partition(), task.state().quarantineSize(task.partition()));
        status.setStateSize(task.partition(), task.stateSize());
        status.progressed(task.partition());
        dryRuns.opened(task);
        context.schedule(FORGETTING, PunctuationType.WALL_CLOCK_TIME, time -> forgetIntents(task));
    }

    private void forgetIntents(AdmissionTask task) {
        task.attempt(() -> task.state().forgetIntentsBefore(task.now().minus(INTENT_MEMORY)))
                .ifPresent(failure ->
                        LOG.warnf(failure, "old intents could not be deleted: partition=%d", task.partition()));
        status.setStateSize(task.partition(), task.stateSize());
    }

    @Override
    public void process(Record<String, byte[]> record) {
        Parts running = running();
        tables.hosts().inputReceived(running.task().now());
        status.progressed(running.task().partition());
        RecordMetadata at = running.context().recordMetadata().orElseThrow();
        LogPosition input = new LogPosition(at.topic(), at.partition(), at.offset());
        if (input.topic().equals(Topic.REPORTS.topicName())) {
            running.dueWork().reportRead(input.offset());
        }
        if (running.task().state().isAnswered(input)) {
            LOG.infof("record skipped, it is already decided: record=%s", input);
        } else {
            process(record, input, running);
            running.dueWork().schedule();
        }
        commitIfDue(input, running);
    }

    private static void process(Record<String, byte[]> record, LogPosition input, Parts running) {
        Encoded encoded = new Encoded(KafkaRecords.headers(record.headers()), record.value());
        running.task()
                .attempt(() -> running.intake().take(record.key(), encoded, input))
                .flatMap(failure ->
                        running.task().attempt(() -> running.quarantine().settle(record, input, failure)))
                .ifPresent(again -> {
                    throw again;
                });
    }

    /**
     * Commits at once when the thread has nothing else to process, because callers wait. Otherwise, the records that were polled
     * together share a transaction, unless that takes long. Nobody waits for the outcome of a heartbeat.
     */
    private static void commitIfDue(LogPosition input, Parts running) {
        UnprocessedRecords unprocessed = UnprocessedRecords.ofThread();
        boolean isLast = false;
        if (!Intake.isHeartbeat(input)) {
            unprocessed.processed(new TopicPartition(input.topic(), input.partition()), input.offset());
            isLast = unprocessed.isEmpty();
        }
        if (isLast || unprocessed.haveWaited(LONGEST_WAIT)) {
            running.context().commit();
        }
    }

    @Override
    public void close() {
        if (parts != null) {
            tables.hosts().keepPublished(parts.task()::isHere);
            dryRuns.closed(parts.task());
            parts.dueWork().close();
            status.release(parts.task().partition());
        }
    }

    private Parts running() {
        if (parts == null) {
            throw new IllegalStateException("not initialized");
        }
        return parts;
    }
}
