package dcm.command.admission.stream;

import static java.util.stream.Collectors.toMap;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.event.Event;
import dcm.contract.topic.Topic;
import dcm.kafka.BrokerUserProvisioner;
import dcm.kafka.KafkaConnection;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds admission's state from {@code dcm.events} before admission starts. It folds the events, writes the result as
 * the store's changelog, and sets the offsets of the inputs from the events. Nothing is decided twice: inputs with an
 * event are not read again, and inputs that caused no event cause none again. An interrupted rebuild can be repeated.
 */
public final class Rebuild {
    private static final String APPLICATION = BrokerUserProvisioner.STREAMS_APPLICATION;
    private static final String CHANGELOG = APPLICATION + "-" + AdmissionStateStore.NAME + "-changelog";
    /** The metadata of the offsets during a rebuild, by which an interrupted rebuild is detected. */
    private static final String REBUILDING = "rebuilding";

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Logger LOG = Logger.getLogger(Rebuild.class);

    private final KafkaConnection connection;
    private final Admin admin;

    private Rebuild(KafkaConnection connection, Admin admin) {
        this.connection = connection;
        this.admin = admin;
    }

    /** Rebuilds the state. Reads the broker connection from the environment, like the service. */
    public static void main(String[] arguments) throws Exception {
        KafkaConnection connection = KafkaConnection.ofEnvironment(System.getenv());
        try (Admin admin = Admin.create(connection.properties())) {
            System.out.println(new Rebuild(connection, admin).run());
        }
    }

    /**
     * Rebuilds the state if it does not fit the log: the store is lost or has another version, or the committed offsets
     * are lost. Otherwise admission would restart sequence numbers at 1 or decide inputs again. Waits while the broker
     * does not answer.
     */
    static void ifNeeded(KafkaConnection connection) throws InterruptedException {
        while (true) {
            try (Admin admin = Admin.create(connection.properties())) {
                Rebuild rebuild = new Rebuild(connection, admin);
                Optional<String> defect = rebuild.defect();
                if (defect.isPresent()) {
                    // The launcher shows lines that begin with "rebuild" as progress; a new installation has nothing to
                    // rebuild.
                    String task = rebuild.hasEvents() ? "rebuild of admission's state" : "new state of admission";
                    LOG.infof("%s started: reason=%s", task, defect.get());
                    LOG.infof("%s finished: result=\"%s\"", task, rebuild.run());
                }
                return;
            } catch (ExecutionException | KafkaException e) {
                LOG.warnf("admission's state could not be checked, the check is retried: reason=%s", e.getMessage());
                Thread.sleep(RETRY);
            }
        }
    }

    /** Why the state cannot be used; empty if it can. */
    private Optional<String> defect() throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> committed = committed();
        Map<TopicPartition, Long> first = first();
        Optional<TopicPartition> unknown = inputs().filter(input -> !isUsable(committed.get(input), first.get(input)))
                .findFirst();
        if (unknown.isPresent()) {
            return Optional.of("there is no usable position for " + unknown.get());
        }
        if (!admin.listTopics().names().get().contains(CHANGELOG)) {
            return Optional.of("there is no " + CHANGELOG);
        }
        Map<Integer, Long> events = sizes(Topic.EVENTS.topicName());
        Map<Integer, Long> entries = sizes(CHANGELOG);
        return events.entrySet().stream()
                .filter(partition -> partition.getValue() > 0 && entries.getOrDefault(partition.getKey(), 0L) == 0)
                .findFirst()
                .map(partition -> "partition " + partition.getKey() + " of " + CHANGELOG + " is empty");
    }

    private boolean hasEvents() throws InterruptedException, ExecutionException {
        return sizes(Topic.EVENTS.topicName()).values().stream().anyMatch(size -> size > 0);
    }

    /** False for an offset before the first retained record and for one from an interrupted rebuild. */
    private static boolean isUsable(@Nullable OffsetAndMetadata committed, @Nullable Long first) {
        return committed != null
                && !committed.metadata().equals(REBUILDING)
                && committed.offset() >= (first == null ? 0 : first);
    }

    /** The first retained offset of each input. */
    private Map<TopicPartition, Long> first() throws InterruptedException, ExecutionException {
        Map<TopicPartition, Long> first = new HashMap<>();
        for (Topic topic : List.of(Topic.INTENTS, Topic.REPORTS)) {
            offsets(topic.topicName(), OffsetSpec.earliest())
                    .forEach((partition, offset) -> first.put(partition, offset.offset()));
        }
        return first;
    }

    /** The number of offsets in each partition of a topic. */
    private Map<Integer, Long> sizes(String topic) throws InterruptedException, ExecutionException {
        Map<TopicPartition, ListOffsetsResultInfo> first = offsets(topic, OffsetSpec.earliest());
        Map<Integer, Long> sizes = new HashMap<>();
        offsets(topic, OffsetSpec.latest())
                .forEach((partition, end) -> sizes.put(
                        partition.partition(),
                        end.offset()
                                - Objects.requireNonNull(first.get(partition)).offset()));
        return sizes;
    }

    private Map<TopicPartition, ListOffsetsResultInfo> offsets(String topic, OffsetSpec which)
            throws InterruptedException, ExecutionException {
        return admin.listOffsets(LogReader.partitions(topic, Topic.EVENTS.partitions()).stream()
                        .collect(toMap(partition -> partition, partition -> which)))
                .all()
                .get();
    }

    private String run() throws InterruptedException, ExecutionException {
        awaitNoOtherInstance();
        Map<Integer, PartitionFold> folds = new HashMap<>();
        long events = fold(folds);
        ensureChangelog();
        setPositions(folds, REBUILDING);
        long entries = write(folds);
        setPositions(folds, "");
        return "admission … rebuilt from %d events: %d entries of state".formatted(events, entries);
    }

    private void awaitNoOtherInstance() throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (groupState() != GroupState.EMPTY && groupState() != GroupState.DEAD) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Admission is running. Stop all instances of command-service first.");
            }
            Thread.sleep(200);
        }
    }

    private GroupState groupState() throws InterruptedException, ExecutionException {
        try {
            return admin.describeConsumerGroups(List.of(APPLICATION)).all().get().values().stream()
                    .map(ConsumerGroupDescription::groupState)
                    .findFirst()
                    .orElse(GroupState.DEAD);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return GroupState.DEAD;
            }
            throw e;
        }
    }

    private long fold(Map<Integer, PartitionFold> folds) {
        Codec<Event> codec = new Codec<>(Families.EVENTS);
        long[] events = {0};
        readAll(Topic.EVENTS.topicName(), record -> {
            folds.computeIfAbsent(record.partition(), p -> new PartitionFold())
                    .add(KafkaRecords.message(codec, record));
            events[0]++;
        });
        return events[0];
    }

    private void ensureChangelog() throws InterruptedException, ExecutionException {
        NewTopic changelog = new NewTopic(CHANGELOG, Topic.EVENTS.partitions(), (short) -1)
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        try {
            admin.createTopics(Set.of(changelog)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /**
     * The keys in the current changelog, to be deleted one by one: deleting and immediately recreating a topic may
     * hang.
     */
    private Map<Integer, Set<String>> formerKeys() {
        Map<Integer, Set<String>> keys = new HashMap<>();
        readAll(
                CHANGELOG,
                record -> keys.computeIfAbsent(record.partition(), p -> new HashSet<>())
                        .add(record.key()));
        return keys;
    }

    private long write(Map<Integer, PartitionFold> folds) throws InterruptedException, ExecutionException {
        Map<String, Object> config = connection.with(Map.of(ProducerConfig.ACKS_CONFIG, "all"));
        List<Future<RecordMetadata>> written = new ArrayList<>();
        long entries = 0;
        try (Producer<String, byte[]> producer =
                new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            for (Map.Entry<Integer, Set<String>> former : formerKeys().entrySet()) {
                for (String key : former.getValue()) {
                    written.add(producer.send(tombstone(former.getKey(), key)));
                }
            }
            for (Map.Entry<Integer, PartitionFold> fold : folds.entrySet()) {
                for (Map.Entry<String, byte[]> entry : fold.getValue().entries().entrySet()) {
                    written.add(producer.send(
                            new ProducerRecord<>(CHANGELOG, fold.getKey(), entry.getKey(), entry.getValue())));
                    entries++;
                }
            }
            awaitAll(written);
        }
        return entries;
    }

    private static void awaitAll(List<Future<RecordMetadata>> written) throws InterruptedException, ExecutionException {
        long count = 0;
        AdvanceReport advance = new AdvanceReport(System.nanoTime());
        for (Future<RecordMetadata> record : written) {
            record.get();
            count++;
            if (advance.isDue(count, System.nanoTime())) {
                LOG.infof("rebuild writes a topic: topic=%s count=%d end=%d", CHANGELOG, count, written.size());
            }
        }
    }

    @SuppressWarnings("NullAway") // a null value is a tombstone
    private static ProducerRecord<String, byte[]> tombstone(int partition, String key) {
        return new ProducerRecord<>(CHANGELOG, partition, key, null);
    }

    private void readAll(String topic, java.util.function.Consumer<ConsumerRecord<String, byte[]>> seen) {
        List<TopicPartition> partitions = LogReader.partitions(topic, Topic.EVENTS.partitions());
        Map<String, Object> config = connection.with(Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false));
        try (Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long read = 0;
            AdvanceReport advance = new AdvanceReport(System.nanoTime());
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                ConsumerRecords<String, byte[]> records = consumer.poll(Duration.ofMillis(500));
                records.forEach(seen);
                read += records.count();
                if (advance.isDue(read, System.nanoTime())) {
                    LOG.infof("rebuild reads a topic: topic=%s count=%d end=%d", topic, read, sum(ends));
                }
            }
        }
    }

    private static long sum(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() throws InterruptedException, ExecutionException {
        return admin.listConsumerGroupOffsets(APPLICATION)
                .partitionsToOffsetAndMetadata()
                .get();
    }

    private static Stream<TopicPartition> inputs() {
        return Stream.of(Topic.INTENTS, Topic.REPORTS)
                .flatMap(topic -> LogReader.partitions(topic.topicName(), topic.partitions()).stream());
    }

    /**
     * Sets the committed offsets. They never move back, because records after the last answered input, such as
     * heartbeats, cause no event and need not be read again.
     */
    private void setPositions(Map<Integer, PartitionFold> folds, String metadata)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> committed = committed();
        Map<TopicPartition, Long> first = first();
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        inputs().forEach(input -> {
            OffsetAndMetadata known = committed.get(input);
            PartitionFold fold = folds.get(input.partition());
            long answered = fold == null ? 0 : fold.inputs().getOrDefault(input, 0L);
            long kept = Math.max(first.getOrDefault(input, 0L), known == null ? 0 : known.offset());
            positions.put(input, new OffsetAndMetadata(Math.max(answered, kept), metadata));
        });
        admin.alterConsumerGroupOffsets(APPLICATION, positions).all().get();
    }
}
