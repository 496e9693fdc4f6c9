package dcm.auditor.log;

import dcm.auditor.finding.AuditFailure;
import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.codec.UnreadableRecordException;
import dcm.contract.desired.DesiredState;
import dcm.contract.envelope.LogPosition;
import dcm.contract.event.Event;
import dcm.contract.intent.Intent;
import dcm.contract.order.Order;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaConnection;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogReader;
import dcm.kafka.archive.LogArchive;
import dcm.kafka.archive.LogArchiveException;
import dcm.kafka.archive.LogScan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the log. */
public final class LogSource {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Codec<Intent> intents = new Codec<>(Families.INTENTS);
    private final Codec<Event> events = new Codec<>(Families.EVENTS);
    private final Codec<Order> orders = new Codec<>(Families.ORDERS);
    private final Codec<DesiredState> wanted = new Codec<>(Families.WANTED);
    private final KafkaConnection connection;
    private final Path archive;

    /**
     * @param connection that may read all topics
     * @param archive the directory of the log's archive
     */
    public LogSource(KafkaConnection connection, Path archive) {
        this.connection = connection;
        this.archive = archive;
    }

    /** The ends of the partitions of intents and events, for readers of committed records. */
    public Map<TopicPartition, Long> ends() {
        try (var consumer = new KafkaConsumer<>(
                connection.with(Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        10_000)),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            return consumer.endOffsets(partitions(Topic.INTENTS, Topic.EVENTS));
        } catch (KafkaException e) {
            throw new AuditFailure("The broker does not answer: " + e.getMessage(), e);
        }
    }

    /**
     * Reads intents and events up to the given positions, and orders and desired state to their ends.
     *
     * @param until the offsets after the last records to read
     */
    public AuditedLog read(Map<TopicPartition, Long> until) throws InterruptedException {
        LogReplay fold = new LogReplay(Instant.now());
        read("auditor-log", partitions(Topic.INTENTS, Topic.EVENTS), openArchive()::thenLog, record -> {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            if (record.offset() < until.getOrDefault(partition, 0L)) {
                add(fold, record);
            }
        });
        List<TopicPartition> ofHosts = partitionsOfHosts();
        if (!ofHosts.isEmpty()) {
            read("auditor-orders", ofHosts, handler -> LogReader.Start.BEGINNING, record -> add(fold, record));
        }
        return fold.end();
    }

    private void add(LogReplay fold, ConsumerRecord<String, byte[]> record) {
        LogPosition position = KafkaRecords.position(record);
        try {
            if (record.topic().equals(Topic.INTENTS.topicName())) {
                fold.intent(position, KafkaRecords.message(intents, record));
            } else if (record.topic().equals(Topic.EVENTS.topicName())) {
                fold.event(KafkaRecords.message(events, record));
            } else if (Topic.ORDERS.host(record.topic()).isPresent()) {
                fold.order(KafkaRecords.message(orders, record));
            } else {
                fold.wanted(
                        Topic.WANTED.host(record.topic()).orElseThrow(),
                        record.key(),
                        record.value() == null
                                ? null
                                : KafkaRecords.message(wanted, record).payload());
            }
        } catch (UnreadableRecordException e) {
            if (record.topic().equals(Topic.INTENTS.topicName())) {
                fold.unreadableIntent(position);
            } else {
                fold.unreadableEvent(position, "The record cannot be decoded: " + e.getMessage());
            }
        }
    }

    private LogArchive openArchive() {
        try {
            return LogArchive.open(archive);
        } catch (LogArchiveException e) {
            throw new AuditFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private void read(
            String name,
            Collection<TopicPartition> partitions,
            Function<LogReader.Handler, LogReader.Start> start,
            Consumer<ConsumerRecord<String, byte[]>> taker)
            throws InterruptedException {
        try {
            LogScan.read(name, connection, partitions, start, records -> records.forEach(taker), PATIENCE);
        } catch (TimeoutException | LogArchiveException e) {
            throw new AuditFailure("The log could not be read to its end: " + e.getMessage(), e);
        }
    }

    /** The orders and desired state of all hosts. */
    private List<TopicPartition> partitionsOfHosts() {
        try (var consumer =
                new KafkaConsumer<>(connection.properties(), new StringDeserializer(), new ByteArrayDeserializer())) {
            return consumer.listTopics().keySet().stream()
                    .filter(name -> Topic.ORDERS.host(name).isPresent()
                            || Topic.WANTED.host(name).isPresent())
                    .map(name -> new TopicPartition(name, 0))
                    .toList();
        } catch (KafkaException e) {
            throw new AuditFailure("The broker does not answer: " + e.getMessage(), e);
        }
    }

    private static List<TopicPartition> partitions(Topic... topics) {
        List<TopicPartition> all = new ArrayList<>();
        Arrays.stream(topics).forEach(topic -> all.addAll(LogReader.partitions(topic.topicName(), topic.partitions())));
        return all;
    }
}
