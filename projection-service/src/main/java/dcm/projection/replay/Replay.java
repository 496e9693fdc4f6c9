package dcm.projection.replay;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.Event;
import dcm.contract.event.OwnerEvent;
import dcm.contract.intent.Intent;
import dcm.contract.topic.Topic;
import dcm.edge.readiness.LogReaders;
import dcm.log.KafkaConnection;
import dcm.log.KafkaRecords;
import dcm.log.LogReader;
import dcm.projection.audit.AuditProjection;
import dcm.projection.container.ContainerProjection;
import dcm.projection.home.HomeProjection;
import dcm.projection.image.ImageProjection;
import dcm.projection.intent.IntentProjection;
import dcm.projection.port.PortProjection;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Reads the intents and events of owners into the views. A batch's rows and its positions are one transaction, and after any
 * failure reading goes on from the positions that are stored: every record is in the views exactly once.
 */
@Startup
@ApplicationScoped
public class Replay {
    private static final Logger LOG = Logger.getLogger(Replay.class);

    private final Codec<Intent> intents = new Codec<>(Families.INTENTS);
    private final Codec<Event> events = new Codec<>(Families.EVENTS);
    private final Progress progress;
    private final LogReader reader;

    Replay(KafkaConnection connection, LogReaders readers, Progress progress) {
        this.progress = progress;
        List<TopicPartition> partitions = Stream.of(Topic.INTENTS, Topic.EVENTS)
                .flatMap(topic -> LogReader.partitions(topic.topicName(), topic.partitions()).stream())
                .toList();
        this.reader =
                readers.register(new LogReader("replay", connection, partitions, Replay::storedPositions, this::take));
    }

    @PostConstruct
    void start() {
        reader.start();
    }

    @PreDestroy
    void stop() {
        reader.close();
    }

    private static Map<TopicPartition, Long> storedPositions(
            Consumer<?, ?> consumer, List<TopicPartition> partitions, Map<TopicPartition, Long> handled) {
        Map<TopicPartition, Long> positions = new HashMap<>(consumer.beginningOffsets(partitions));
        QuarkusTransaction.requiringNew()
                .run(() -> ReplayPosition.<ReplayPosition>streamAll()
                        .forEach(stored -> positions.computeIfPresent(
                                new TopicPartition(stored.topic, stored.partition), (p, first) -> stored.nextOffset)));
        return positions;
    }

    private void take(ConsumerRecords<String, byte[]> records) {
        Map<TopicPartition, Long> next = new HashMap<>();
        records.nextOffsets().forEach((partition, position) -> next.put(partition, position.offset()));
        QuarkusTransaction.requiringNew()
                .run(() -> next.forEach((partition, offset) -> {
                    List<ConsumerRecord<String, byte[]>> batch = records.records(partition);
                    advance(
                            partition,
                            batch.isEmpty() ? offset : batch.getFirst().offset(),
                            offset);
                    batch.forEach(this::project);
                }));
        progress.advanced(next);
    }

    private void project(ConsumerRecord<String, byte[]> record) {
        if (record.topic().equals(Topic.INTENTS.topicName())) {
            Message<Intent> message = KafkaRecords.message(intents, record);
            traced(message.envelope(), () -> {
                AuditProjection.recorded(message);
                if (message.envelope().aggregate().isOwner()) {
                    IntentProjection.recorded(message);
                }
            });
        } else {
            Message<Event> message = KafkaRecords.message(events, record);
            traced(message.envelope(), () -> {
                AuditProjection.apply(message);
                if (message.envelope().aggregate().isOwner()) {
                    project(message);
                }
            });
        }
    }

    private static void project(Message<Event> message) {
        IntentProjection.apply(message);
        if (message.payload() instanceof ContainerEvent event) {
            ContainerProjection.apply(message.envelope(), event);
            PortProjection.apply(message.envelope(), event);
        }
        if (message.payload() instanceof OwnerEvent event) {
            ImageProjection.apply(message.envelope(), event);
            HomeProjection.apply(message.envelope(), event);
        }
        advance(message.envelope());
    }

    private static void traced(Envelope envelope, Runnable projecting) {
        MDC.put("traceId", envelope.trace().traceId());
        try {
            projecting.run();
            LOG.debugf("%s of %s is in the views", envelope.id(), envelope.aggregate());
        } catch (RuntimeException e) {
            LOG.errorf("%s of %s cannot be brought into the views", envelope.id(), envelope.aggregate());
            throw e; // the reader tells the cause, and reads it again
        } finally {
            MDC.remove("traceId");
        }
    }

    /** Fails when the records are in the views already, which is when another instance of this service writes them, too. */
    private static void advance(TopicPartition partition, long first, long next) {
        ReplayPosition position =
                ReplayPosition.findById(new ReplayPosition.Key(partition.topic(), partition.partition()));
        if (position == null) {
            position = new ReplayPosition();
            position.topic = partition.topic();
            position.partition = partition.partition();
            position.persist();
        } else if (position.nextOffset > first) {
            throw new IllegalStateException(
                    partition + "@" + first + " is in the views already; another instance of this service writes them");
        }
        position.nextOffset = next;
    }

    private static void advance(Envelope event) {
        String owner = event.aggregate().owner().value();
        OwnerPosition position = OwnerPosition.findById(owner);
        if (position == null) {
            position = new OwnerPosition();
            position.owner = owner;
            position.persist();
        }
        position.sequence = event.sequence() == null ? position.sequence : event.sequence();
    }
}
