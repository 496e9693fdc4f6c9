package dcm.projection.replay;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.Event;
import dcm.contract.event.OwnerEvent;
import dcm.contract.event.QuarantineEvent;
import dcm.contract.intent.Intent;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogReader;
import dcm.projection.audit.AuditProjection;
import dcm.projection.change.AffectedViews;
import dcm.projection.change.ChangedView;
import dcm.projection.change.LiveChanges;
import dcm.projection.container.ContainerProjection;
import dcm.projection.container.ContainerRow;
import dcm.projection.history.HistoryProjection;
import dcm.projection.home.HomeProjection;
import dcm.projection.image.ImageProjection;
import dcm.projection.intent.IntentProjection;
import dcm.projection.port.PortProjection;
import dcm.projection.quarantine.QuarantineProjection;
import dcm.rest.readiness.LogReaderReadiness;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Projects the intents and events of the log into the views. One transaction stores the rows and the positions of a
 * batch. After a failure, reading resumes from the stored positions. So each record is projected exactly once.
 */
@Startup
@ApplicationScoped
public class ViewUpdater {
    private static final Logger LOG = Logger.getLogger(ViewUpdater.class);

    private final Codec<Intent> intents = new Codec<>(Families.INTENTS);
    private final Codec<Event> events = new Codec<>(Families.EVENTS);
    private final ViewProgress progress;
    private final LiveChanges changes;
    private final LogReader reader;
    private final CatchUpGoal goal = new CatchUpGoal();
    /** The positions in the database, as this reader last read or stored them. */
    private Map<TopicPartition, Long> stored = new HashMap<>();

    private boolean started;

    ViewUpdater(LogReaderReadiness readers, ViewProgress progress, LiveChanges changes) {
        this.progress = progress;
        this.changes = changes;
        List<TopicPartition> partitions = Stream.of(Topic.INTENTS, Topic.EVENTS)
                .flatMap(topic -> LogReader.partitions(topic.topicName(), topic.partitions()).stream())
                .toList();
        this.reader = readers.register(
                new LogReader("replay", readers.connection(), partitions, this::storedPositions, this::take));
        progress.follow(reader);
        changes.setCurrencyCheck(() -> progress.isComplete() && goal.isReached());
    }

    @PostConstruct
    void start() {
        reader.start();
    }

    @PreDestroy
    void stop() {
        reader.close();
    }

    private Map<TopicPartition, Long> storedPositions(
            Consumer<?, ?> consumer, List<TopicPartition> partitions, Map<TopicPartition, Long> handled) {
        Map<TopicPartition, Long> positions = new HashMap<>(consumer.beginningOffsets(partitions));
        Map<TopicPartition, Long> found = QuarkusTransaction.requiringNew().call(ReplayPosition::all);
        positions.putAll(found);
        if (!started || !found.equals(stored)) {
            // The views are being built, or changes were committed that this reader does not know of.
            goal.set(positions, consumer.endOffsets(partitions));
            resetIfReached();
        }
        started = true;
        stored = found;
        return positions;
    }

    private void resetIfReached() {
        if (goal.isReached()) {
            changes.reset();
        }
    }

    private void take(ConsumerRecords<String, byte[]> records) {
        Set<ChangedView> changed = new LinkedHashSet<>();
        Map<TopicPartition, Long> next = new HashMap<>();
        records.nextOffsets().forEach((partition, position) -> next.put(partition, position.offset()));
        QuarkusTransaction.requiringNew().run(() -> {
            requireStored();
            next.forEach((partition, offset) -> {
                ReplayPosition.put(partition, offset);
                records.records(partition).forEach(record -> changed.addAll(project(record)));
            });
        });
        stored.putAll(next);
        progress.advanced(next);
        if (goal.isReached()) {
            changes.record(changed);
        } else {
            goal.advance(next);
            resetIfReached();
        }
    }

    /**
     * Fails if the positions in the database are not those that this reader last read or stored. They are ahead if
     * another instance of this service writes the views. They are behind if the database lost its last transactions in
     * a crash. The reader then resumes from the stored positions, so no record is skipped.
     */
    private void requireStored() {
        Map<TopicPartition, Long> found = ReplayPosition.all();
        if (!found.equals(stored)) {
            throw new IllegalStateException(
                    "the views are at other positions than this reader left them at: the database lost"
                            + " transactions, or another instance of this service writes the views");
        }
    }

    /** Returns the views that the record has changed. */
    private Set<ChangedView> project(ConsumerRecord<String, byte[]> record) {
        if (record.topic().equals(Topic.INTENTS.topicName())) {
            return projectIntent(record);
        }
        Message<Event> message = KafkaRecords.message(events, storable(record));
        return traced(message.envelope(), () -> {
            AuditProjection.apply(message);
            if (message.payload() instanceof QuarantineEvent event) {
                QuarantineProjection.apply(message.envelope(), event);
            }
            return message.envelope().aggregate().isOwner() ? project(message) : Set.of();
        });
    }

    /**
     * Skips intents that cannot be read, because one bad record must not stop the views of all owners. Admission
     * decides about it.
     */
    private Set<ChangedView> projectIntent(ConsumerRecord<String, byte[]> record) {
        Message<Intent> message;
        try {
            message = KafkaRecords.message(intents, storable(record));
        } catch (RuntimeException e) {
            LOG.errorf("unreadable intent skipped: record=%s reason=%s", KafkaRecords.position(record), e.getMessage());
            QuarantineProjection.unread(
                    KafkaRecords.position(record), Instant.ofEpochMilli(record.timestamp()), e.toString());
            return Set.of();
        }
        return traced(message.envelope(), () -> {
            AuditProjection.recorded(message);
            if (!message.envelope().aggregate().isOwner()) {
                return Set.of();
            }
            IntentProjection.recorded(message);
            return Set.of(AffectedViews.ofIntent(
                    message.envelope().aggregate().owner(), message.envelope().id()));
        });
    }

    private static ConsumerRecord<String, byte[]> storable(ConsumerRecord<String, byte[]> record) {
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                record.serializedKeySize(),
                record.serializedValueSize(),
                record.key(),
                StorableText.of(record.value()),
                record.headers(),
                record.leaderEpoch());
    }

    private static Set<ChangedView> project(Message<Event> message) {
        IntentProjection.apply(message);
        @Nullable String digest = null;
        if (message.payload() instanceof ContainerEvent event) {
            digest = digest(event);
            HistoryProjection.apply(message.envelope(), event);
            ContainerProjection.apply(message.envelope(), event);
            PortProjection.apply(message.envelope(), event);
        }
        if (message.payload() instanceof OwnerEvent event) {
            ImageProjection.apply(message.envelope(), event);
            HomeProjection.apply(message.envelope(), event);
        }
        advance(message.envelope());
        return message.payload() instanceof OwnerEvent event ? AffectedViews.of(message, event, digest) : Set.of();
    }

    /** The image of the container before the event, which can remove the row; null if the event places it. */
    private static @Nullable String digest(ContainerEvent event) {
        ContainerRow row = ContainerRow.findById(event.container().value());
        return row != null
                ? row.digest
                : event instanceof ContainerPlaced placed
                        ? placed.image().digest().value()
                        : null;
    }

    private static Set<ChangedView> traced(Envelope envelope, Supplier<Set<ChangedView>> projecting) {
        MDC.put("traceId", envelope.trace().traceId());
        try {
            Set<ChangedView> changed = projecting.get();
            LOG.debugf("record projected: id=%s aggregate=%s", envelope.id(), envelope.aggregate());
            return changed;
        } catch (RuntimeException e) {
            LOG.warnf(
                    "record could not be projected, the projection is retried: id=%s aggregate=%s",
                    envelope.id(), envelope.aggregate());
            throw e; // the reader logs the cause and retries
        } finally {
            MDC.remove("traceId");
        }
    }

    private static void advance(Envelope event) {
        String owner = event.aggregate().owner().value();
        OwnerPosition position = OwnerPosition.findById(owner);
        if (position == null) {
            position = new OwnerPosition();
            position.owner = owner;
            position.persist();
        }
        long sequence = Objects.requireNonNull(event.sequence(), "an event without a sequence");
        if (sequence != position.sequence + 1) {
            throw new IllegalStateException(
                    "event " + event.id() + " follows " + position.sequence + " in the views; events are missing");
        }
        position.sequence = sequence;
    }
}
