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
import dcm.kafka.archive.LogArchive;
import dcm.kafka.archive.LogArchiveException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds admission's state from {@code dcm.events} before admission starts. It folds the events, writes the result as
 * the store's changelog, and sets the offsets of the inputs from the events. Nothing is decided twice: inputs with an
 * event are not read again, and inputs that caused no event cause none again. The result is one transaction, so an interrupted rebuild
 * changes nothing. With several instances, one rebuilds and the others wait; see {@link RebuildLock}. Fails if the log is compacted and the
 * archive of the log is not given: state from a part of the events would be wrong.
 */
public final class Rebuild {
    private static final String APPLICATION = BrokerUserProvisioner.STREAMS_APPLICATION;
    private static final String CHANGELOG = APPLICATION + "-" + AdmissionStateStore.NAME + "-changelog";
    private static final String TRANSACTIONAL_ID = APPLICATION + "-rebuild";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration SHORT_PAUSE = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofSeconds(2);
    /** The bound for writing the state. A rebuild that was killed delays admission this long at most. */
    private static final Duration TRANSACTION = Duration.ofMinutes(5);

    private static final int ARCHIVE_BATCH = 500;
    private static final int MAX_POLL_RECORDS = 10_000;

    private static final Logger LOG = Logger.getLogger(Rebuild.class);

    private final KafkaConnection connection;
    private final Admin admin;

    /** The events that are not in the topic any more. */
    private final LogArchive archive;

    private Rebuild(KafkaConnection connection, Admin admin) {
        this.connection = connection;
        this.admin = admin;
        this.archive = LogArchive.ofEnvironment(System.getenv());
    }

    /** Rebuilds the state. Reads the broker connection from the environment, like the service. */
    public static void main(String[] arguments) throws Exception {
        // Outside of the service, nothing else sets a level, and Kafka's messages for debugging would be formatted.
        java.util.logging.Logger.getLogger("").setLevel(Level.INFO);
        KafkaConnection connection = KafkaConnection.ofEnvironment(System.getenv());
        try (Admin admin = Admin.create(connection.properties())) {
            System.out.println(new Rebuild(connection, admin).runAlone());
        }
    }

    private String runAlone() throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (System.nanoTime() < end) {
            Optional<RebuildLock> lock = RebuildLock.tryAcquire(connection);
            if (lock.isPresent()) {
                try (RebuildLock held = lock.get()) {
                    return run(held);
                }
            }
            Thread.sleep(SHORT_PAUSE);
        }
        throw new IllegalStateException("Admission is running. Stop all instances of command-service first.");
    }

    /**
     * Rebuilds the state if it does not fit the log: the store is lost or has another version, or the committed offsets
     * are lost. Otherwise admission would restart sequence numbers at 1 or decide inputs again. Waits while the broker
     * does not answer, and while another instance rebuilds the state or decides with it.
     */
    static void ifNeeded(KafkaConnection connection) throws InterruptedException {
        while (true) {
            try (Admin admin = Admin.create(connection.properties())) {
                if (new Rebuild(connection, admin).repairIfNeeded()) {
                    return;
                }
            } catch (ExecutionException | KafkaException e) {
                LOG.warnf("admission's state could not be checked, the check is retried: reason=%s", e.getMessage());
            }
            Thread.sleep(RETRY);
        }
    }

    /** False if the state has a defect that this process cannot repair now. */
    private boolean repairIfNeeded() throws InterruptedException, ExecutionException {
        Optional<String> defect = defect();
        if (defect.isEmpty()) {
            return true;
        }
        Optional<RebuildLock> lock = RebuildLock.tryAcquire(connection);
        if (lock.isEmpty()) {
            // Usually it has just rebuilt the state, or has written to the log after this check has begun.
            LOG.infof("another instance decides or rebuilds, the check is repeated: reason=%s", defect.get());
            return false;
        }
        try (RebuildLock held = lock.get()) {
            defect = defect(); // another instance may have rebuilt the state before
            if (defect.isPresent()) {
                // The launcher shows lines that begin with "rebuild" as progress; a new installation has nothing to
                // rebuild.
                String task = hasEvents() ? "rebuild of admission's state" : "new state of admission";
                LOG.infof("%s started: reason=%s", task, defect.get());
                LOG.infof("%s finished: result=\"%s\"", task, run(held));
            }
        }
        return true;
    }

    /** Why the state cannot be used; empty if it can. */
    private Optional<String> defect() throws InterruptedException, ExecutionException {
        if (isTransactionOpen()) { // positions and state could not be read
            return Optional.of("a rebuild was interrupted");
        }
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
        Map<Integer, Long> entries = sizes(CHANGELOG);
        return offsets(Topic.EVENTS.topicName(), OffsetSpec.latest()).entrySet().stream()
                // All events of a partition may be in the archive.
                .filter(end -> end.getValue().offset() > 0)
                .map(end -> end.getKey().partition())
                .filter(partition -> entries.getOrDefault(partition, 0L) == 0)
                .findFirst()
                .map(partition -> "partition " + partition + " of " + CHANGELOG + " is empty");
    }

    private boolean hasEvents() throws InterruptedException, ExecutionException {
        return offsets(Topic.EVENTS.topicName(), OffsetSpec.latest()).values().stream()
                .anyMatch(end -> end.offset() > 0);
    }

    /** Until its end, admission would not read what it writes to the changelog. The next rebuild ends it. */
    private boolean isTransactionOpen() throws InterruptedException, ExecutionException {
        while (true) {
            switch (transactionState()) {
                case EMPTY, COMPLETE_ABORT, COMPLETE_COMMIT, UNKNOWN -> {
                    return false;
                }
                case ONGOING -> {
                    return true;
                }
                case PREPARE_ABORT, PREPARE_COMMIT, PREPARE_EPOCH_FENCE -> Thread.sleep(SHORT_PAUSE); // it ends soon
            }
        }
    }

    private TransactionState transactionState() throws InterruptedException, ExecutionException {
        try {
            return admin.describeTransactions(List.of(TRANSACTIONAL_ID))
                    .description(TRANSACTIONAL_ID)
                    .get()
                    .state();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TransactionalIdNotFoundException) {
                return TransactionState.EMPTY;
            }
            throw e;
        }
    }

    /** False for an offset before the first retained record. */
    private static boolean isUsable(@Nullable OffsetAndMetadata committed, @Nullable Long first) {
        return committed != null && committed.offset() >= (first == null ? 0 : first);
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

    private String run(RebuildLock lock) throws InterruptedException, ExecutionException {
        long events;
        long entries;
        try (Producer<String, byte[]> producer = producer()) {
            producer.initTransactions(); // ends the transaction of a rebuild that was interrupted
            Map<Integer, PartitionFold> folds = new ConcurrentHashMap<>();
            events = fold(folds);
            Map<Integer, Set<String>> former = createChangelog() ? Map.of() : formerKeys();
            entries = write(producer, folds, former, lock);
        }
        return "admission … rebuilt from %d events: %d entries of state".formatted(events, entries);
    }

    private long fold(Map<Integer, PartitionFold> folds) {
        Codec<Event> codec = new Codec<>(Families.EVENTS);
        LongAdder events = new LongAdder();
        // Partitions side by side, because decoding takes most of the time.
        java.util.function.Consumer<ConsumerRecords<String, byte[]>> fold = records -> {
            records.partitions().parallelStream().forEach(partition -> {
                PartitionFold into = folds.computeIfAbsent(partition.partition(), p -> new PartitionFold());
                records.records(partition).forEach(record -> into.add(KafkaRecords.message(codec, record)));
            });
            events.add(records.count());
        };
        readArchive(fold);
        readAll(
                Topic.EVENTS.topicName(),
                beginnings -> {
                    archive.requireSameLog(ends(Topic.EVENTS.topicName()));
                    return archive.positions(beginnings);
                },
                fold);
        return events.sum();
    }

    private void readArchive(java.util.function.Consumer<ConsumerRecords<String, byte[]>> seen) {
        String topic = Topic.EVENTS.topicName();
        LongAdder read = new LongAdder();
        AdvanceReport advance = new AdvanceReport(System.nanoTime());
        LogReader.partitions(topic, Topic.EVENTS.partitions()).parallelStream()
                .forEach(partition -> readArchive(partition, records -> {
                    seen.accept(records);
                    read.add(records.count());
                    synchronized (advance) {
                        if (advance.isDue(read.sum(), System.nanoTime())) {
                            LOG.infof(
                                    "rebuild reads a topic: topic=%s count=%d end=%d",
                                    topic, read.sum(), archive.records());
                        }
                    }
                }));
    }

    private void readArchive(TopicPartition partition, LogReader.Handler handler) {
        try {
            archive.read(Map.of(partition, 0L), ARCHIVE_BATCH, handler);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new LogArchiveException("The archive of the log cannot be read: " + e, e);
        }
    }

    /** False if it exists. */
    private boolean createChangelog() throws InterruptedException, ExecutionException {
        NewTopic changelog = new NewTopic(CHANGELOG, Topic.EVENTS.partitions(), (short) -1)
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        try {
            admin.createTopics(Set.of(changelog)).all().get();
            return true;
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
            return false;
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
                beginnings -> beginnings,
                records -> records.forEach(record -> keys.computeIfAbsent(record.partition(), p -> new HashSet<>())
                        .add(record.key())));
        return keys;
    }

    private Producer<String, byte[]> producer() {
        Map<String, Object> config = connection.with(Map.of(
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                TRANSACTIONAL_ID,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                (int) TRANSACTION.toMillis()));
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    /** Writes the state and the offsets of the inputs in one transaction, which fails if the lock was lost. */
    private long write(
            Producer<String, byte[]> producer,
            Map<Integer, PartitionFold> folds,
            Map<Integer, Set<String>> former,
            RebuildLock lock)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> positions = positions(folds);
        producer.beginTransaction();
        List<Future<RecordMetadata>> written = new ArrayList<>();
        former.forEach((partition, keys) -> keys.forEach(key -> written.add(producer.send(tombstone(partition, key)))));
        int deleted = written.size();
        folds.forEach((partition, fold) -> fold.entries()
                .forEach((key, value) ->
                        written.add(producer.send(new ProducerRecord<>(CHANGELOG, partition, key, value)))));
        awaitAll(written);
        producer.sendOffsetsToTransaction(positions, lock.membership());
        producer.commitTransaction();
        return (long) written.size() - deleted;
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

    /** Reads to the end; waits for the end of transactions that are open, such as those of an instance that was killed. */
    private void readAll(
            String topic,
            UnaryOperator<Map<TopicPartition, Long>> start,
            java.util.function.Consumer<ConsumerRecords<String, byte[]>> seen) {
        List<TopicPartition> partitions = LogReader.partitions(topic, Topic.EVENTS.partitions());
        Map<String, Object> config = connection.with(Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                // Of several partitions at once.
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                MAX_POLL_RECORDS,
                // Records that a compaction deletes meanwhile must not be skipped.
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none"));
        try (Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
            start.apply(beginnings).forEach(consumer::seek);
            Map<TopicPartition, Long> ends = ends(topic);
            long read = 0;
            AdvanceReport advance = new AdvanceReport(System.nanoTime());
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                ConsumerRecords<String, byte[]> records = consumer.poll(Duration.ofMillis(500));
                seen.accept(records);
                read += records.count();
                if (advance.isDue(read, System.nanoTime())) {
                    LOG.infof("rebuild reads a topic: topic=%s count=%d end=%d", topic, read, sum(ends));
                }
            }
        }
    }

    /** The ends, including uncommitted records. */
    private Map<TopicPartition, Long> ends(String topic) {
        try {
            return offsets(topic, OffsetSpec.latest()).entrySet().stream()
                    .collect(toMap(Map.Entry::getKey, end -> end.getValue().offset()));
        } catch (ExecutionException e) {
            throw new KafkaException("the end of " + topic + " is not known", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while the end of " + topic + " was asked for", e);
        }
    }

    private static long sum(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Not only stable ones: the admin client omits the position of a partition that a killed instance was about to commit. */
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
     * The offsets from which the inputs are read. They never move back, because records after the last answered input, such as
     * heartbeats, cause no event and need not be read again.
     */
    private Map<TopicPartition, OffsetAndMetadata> positions(Map<Integer, PartitionFold> folds)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> committed = committed();
        Map<TopicPartition, Long> first = first();
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        inputs().forEach(input -> {
            OffsetAndMetadata known = committed.get(input);
            PartitionFold fold = folds.get(input.partition());
            long answered = fold == null ? 0 : fold.inputs().getOrDefault(input, 0L);
            long kept = Math.max(first.getOrDefault(input, 0L), known == null ? 0 : known.offset());
            positions.put(input, new OffsetAndMetadata(Math.max(answered, kept)));
        });
        return positions;
    }
}
