package dcm.kafka;

import static java.util.Map.entry;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dcm.contract.codec.UnreadableRecordException;
import dcm.contract.topic.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Reads committed records of the given partitions, or of those that a consumer group assigns to it, on its own thread until it is closed. At
 * first and after every assignment and failure, it asks its {@link Start} for the positions. So a handler that stores its positions together with its
 * results handles each record once. If the handler throws, the reader retries with increasing pauses and never skips
 * records; {@link #failure()} returns the cause until then.
 */
public final class LogReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);

    /**
     * The broker answers a fetch as soon as it has records, so a shorter time would only add load. After a restart of the broker, other requests of
     * the consumer can wait behind the fetch, and a longer time would stop readers for as long.
     */
    private static final Duration POLL = Duration.ofSeconds(5);

    /** In a group, the request for the ends of new partitions waits for the answer to the last fetch. */
    private static final Duration POLL_IN_GROUP = Duration.ofMillis(500);

    private static final Duration LEAVE = Duration.ofSeconds(1);

    /** How long a reader under load waits for more records. */
    private static final Duration GATHERING = Duration.ofMillis(10);

    /** A reader is under load if two batches that follow each other within 20 ms have so many records together. */
    private static final int LOAD_RECORDS = 20;

    private static final Duration LOAD_PAUSE = Duration.ofMillis(20);

    /** Larger batches need no more records. */
    private static final int LARGE_BATCH = 500;

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    /** Shorter than a group's session, so that a member that fails keeps its partitions: others would fail, too. */
    private static final Duration MAX_PAUSE = Duration.ofSeconds(3);

    private final String name;
    private final Map<String, Object> config;
    /** Null for a reader of fixed partitions. */
    private final @Nullable Group group;

    private volatile List<TopicPartition> partitions;
    private final Start start;
    private final Handler handler;
    /** The newest record of each key until the reader has caught up; null for a reader that handles every record. */
    private final @Nullable Map<String, ConsumerRecord<String, byte[]>> newest;

    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    /** Changes are announced with the monitor of {@link #caughtUp}. */
    private volatile Map<TopicPartition, Long> handled = Map.of();

    /** The ends of the partitions when they were assigned. */
    private Map<TopicPartition, Long> ends = Map.of();

    /** Whether the partitions are known, which a group assigns at the first poll. */
    private boolean assigned;

    /** The number of assignments by the group. */
    private int assignments;

    private boolean gathers;
    private int lastBatch;
    /** When the last batch was handled, by {@link System#nanoTime}. */
    private long lastHandled = System.nanoTime();

    private volatile long lag;
    /** By {@link System#nanoTime}. */
    private volatile long lastPoll = System.nanoTime();

    private volatile boolean closing;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Consumer<String, byte[]> consumer;

    /**
     * Handles a batch of committed records. {@link ConsumerRecords#nextOffsets()} contains the positions after the
     * batch. A batch can be empty, because transaction markers and aborted transactions are skipped.
     */
    @FunctionalInterface
    public interface Handler {
        void handle(ConsumerRecords<String, byte[]> records) throws Exception;
    }

    /**
     * A consumer group whose members share the partitions of topics. Topics with the same number of partitions are shared alike: the
     * partitions with the same number go to the same member.
     *
     * @param name the group's name at the broker
     * @param instance the member's own name, with which it keeps its partitions when it restarts soon; empty: it is a new member each time
     */
    public record Group(String name, Optional<String> instance, List<String> topics) {
        public Group {
            topics = List.copyOf(topics);
        }
    }

    /** The positions at which a reader starts. */
    @FunctionalInterface
    public interface Start {
        /** Starts at the first available record. */
        Start BEGINNING =
                (consumer, partitions, handled) -> handled.isEmpty() ? consumer.beginningOffsets(partitions) : handled;

        /** Starts at the current end. */
        Start END = (consumer, partitions, handled) -> handled.isEmpty() ? consumer.endOffsets(partitions) : handled;

        /**
         * The first offset to read of each partition.
         *
         * @param handled the positions that this reader had reached before it failed; empty the first time
         */
        Map<TopicPartition, Long> positions(
                Consumer<?, ?> consumer, List<TopicPartition> partitions, Map<TopicPartition, Long> handled)
                throws Exception;
    }

    /**
     * Creates a reader, which {@link #start} starts.
     *
     * @param name the name in log lines
     * @param connection the connection to the broker
     */
    public LogReader(
            String name,
            KafkaConnection connection,
            Collection<TopicPartition> partitions,
            Start start,
            Handler handler) {
        this(name, connection, partitions, null, start, handler, false);
    }

    /**
     * Creates a reader of the partitions that a consumer group assigns to it, which {@link #start} starts. Another member can have taken over
     * a partition before this reader notices it, so its handler must not rely on the assignment alone.
     *
     * @param name the name in log lines
     * @param connection the connection to the broker
     */
    public static LogReader ofGroup(
            String name, KafkaConnection connection, Group group, Start start, Handler handler) {
        return new LogReader(name, connection, List.of(), group, start, handler, false);
    }

    /**
     * Creates a reader of a compacted topic, which {@link #start} starts. It first reads to the end and then handles
     * only the newest record of each key. So an outdated record, such as an account with a key that was removed later,
     * never takes effect.
     *
     * @param name the name in log lines
     * @param connection the connection to the broker
     */
    public static LogReader ofTable(String name, KafkaConnection connection, Topic topic, Handler handler) {
        return new LogReader(
                name,
                connection,
                partitions(topic.topicName(), topic.partitions()),
                null,
                Start.BEGINNING,
                handler,
                true);
    }

    private LogReader(
            String name,
            KafkaConnection connection,
            Collection<TopicPartition> partitions,
            @Nullable Group group,
            Start start,
            Handler handler,
            boolean table) {
        this.newest = table ? new LinkedHashMap<>() : null;
        this.name = name;
        this.partitions = List.copyOf(partitions);
        this.start = start;
        this.handler = handler;
        this.group = group;
        this.config = config(name, connection);
        if (group != null) {
            config.putAll(config(group));
        }
    }

    private static Map<String, Object> config(Group group) {
        Map<String, Object> config = new HashMap<>(Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                group.name(),
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                RangeAssignor.class.getName(),
                // Kafka's minimum: the partitions of a member that was killed are idle this long.
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                6_000,
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                1_500,
                // The others wait as long for a member that does not return from its handler.
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                60_000,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                (int) POLL_IN_GROUP.toMillis()));
        group.instance().ifPresent(instance -> config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance));
        return config;
    }

    /**
     * Sets the maximum number of records that a poll returns; 500 by default. The handler gets them together, and those of three polls if
     * the reader is {@link #gathering}. Call it before {@link #start}.
     */
    public LogReader withBatchesOf(int records) {
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, records);
        return this;
    }

    /**
     * Under load, waits some milliseconds for more records before it calls the handler. For a handler with a cost for each batch. Call it
     * before {@link #start}.
     */
    public LogReader gathering() {
        gathers = true;
        return this;
    }

    private static Map<String, Object> config(String name, KafkaConnection connection) {
        return connection.with(Map.ofEntries(
                entry(ConsumerConfig.CLIENT_ID_CONFIG, name),
                entry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"),
                entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
                entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"),
                entry(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false),
                entry(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500),
                entry(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000),
                entry(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) POLL.toMillis())));
    }

    /**
     * The current end of a partition for readers of committed records. Waits until the broker answers.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public static long end(KafkaConnection connection, TopicPartition partition) throws InterruptedException {
        Map<String, Object> config = config("end", connection);
        while (true) {
            try (Consumer<String, byte[]> consumer =
                    new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
                return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            } catch (InterruptException e) {
                throw new InterruptedException();
            } catch (KafkaException e) {
                LOG.warn(
                        "end of the partition could not be read, the read is retried: partition={} reason={}",
                        partition,
                        e.getMessage());
                Thread.sleep(MAX_PAUSE);
            }
        }
    }

    /** Starts to read. */
    public LogReader start() {
        Thread.ofPlatform().daemon().name(name).start(this::run);
        return this;
    }

    /**
     * Waits until the reader has handled everything that was in the log when it started. Returns false if that takes
     * longer than {@code bound}.
     */
    public boolean awaitCaughtUp(Duration bound) throws InterruptedException {
        return caughtUp.await(bound.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Waits until the reader has handled everything before {@code ends}, and everything that was in the log when it started. Returns
     * false if that takes longer than {@code bound}.
     */
    public boolean awaitReached(Map<TopicPartition, Long> ends, Duration bound) throws InterruptedException {
        long end = System.nanoTime() + bound.toNanos();
        if (!awaitCaughtUp(bound)) {
            return false;
        }
        synchronized (caughtUp) {
            for (long left = bound.toMillis(); !hasReached(ends); left = (end - System.nanoTime()) / 1_000_000) {
                if (left <= 0) {
                    return false;
                }
                caughtUp.wait(left);
            }
        }
        return true;
    }

    private boolean hasReached(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> reached = handled;
        return ends.entrySet().stream().allMatch(end -> reached.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    /** The partitions that it reads. */
    public List<TopicPartition> partitions() {
        return partitions;
    }

    /** The name in log lines. */
    public String name() {
        return name;
    }

    /** Whether the reader has handled everything that was in the log when it started. */
    public boolean isCaughtUp() {
        return caughtUp.getCount() == 0;
    }

    /** Why the reader is failing; empty if it is not failing. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** The number of records in its partitions that it has not handled yet, as of its last poll. */
    public long lag() {
        return lag;
    }

    /** The time since the broker was last polled. A reader that fails, or whose handler does not return, does not poll. */
    public Duration sinceLastPoll() {
        return Duration.ofNanos(System.nanoTime() - lastPoll);
    }

    @Override
    public void close() {
        closing = true;
        Consumer<String, byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        try {
            if (!stopped.await(5, TimeUnit.SECONDS)) {
                LOG.warn("reader did not stop in time, it ends with the process: reader={}", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Duration pause = SHORTEST_PAUSE;
        while (!closing) {
            try {
                read(open());
            } catch (WakeupException e) {
                LOG.debug("reader was asked to stop: reader={}", name);
            } catch (Exception | Error e) { // an ended thread would leave outdated data, and look healthy
                pause = failure == null ? SHORTEST_PAUSE : min(pause.multipliedBy(2), MAX_PAUSE);
                failure = e;
                LOG.atLevel(e instanceof UnreadableRecordException ? Level.ERROR : Level.WARN)
                        .setCause(e)
                        .log("reader failed and is retried: reader={} ms={}", name, pause.toMillis());
                rest(pause);
            } finally {
                closeConsumer(); // with its fetches, which the broker may answer seconds after the next seek
            }
        }
        stopped.countDown();
    }

    private Consumer<String, byte[]> open() {
        Consumer<String, byte[]> reading =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
        consumer = reading;
        assigned = group == null;
        if (group == null) {
            reading.assign(partitions);
        } else {
            reading.subscribe(group.topics(), new Assignment(reading));
        }
        return reading;
    }

    private void closeConsumer() {
        Consumer<String, byte[]> reading = consumer;
        consumer = null;
        if (reading == null) {
            return;
        }
        try {
            reading.close(closing());
        } catch (KafkaException e) {
            LOG.debug("consumer could not be closed: reader={}", name, e);
        }
    }

    /**
     * Does not wait for pending fetches, which the broker can hold for long. The others of a group take over the partitions at
     * once, unless this member reads on under the same name.
     */
    private CloseOptions closing() {
        boolean leaves = group != null && (closing || group.instance().isEmpty());
        return leaves
                ? CloseOptions.timeout(LEAVE).withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                : CloseOptions.timeout(Duration.ZERO)
                        .withGroupMembershipOperation(GroupMembershipOperation.REMAIN_IN_GROUP);
    }

    private void read(Consumer<String, byte[]> reading) throws Exception {
        if (assigned) {
            seek(reading);
        }
        while (!closing) {
            ConsumerRecords<String, byte[]> records =
                    reading.poll(isCaughtUp() && failure == null ? POLL : Duration.ofMillis(20));
            lastPoll = System.nanoTime();
            if (isUnderLoad(records)) {
                records = withLater(records, reading);
            }
            if (!records.nextOffsets().isEmpty()) {
                lag = records.count() + unread(reading);
                handle(records);
                lastBatch = records.count();
                lastHandled = System.nanoTime();
                handled = partitions.stream().collect(toMap(p -> p, reading::position));
                failure = null;
                synchronized (caughtUp) {
                    caughtUp.notifyAll();
                }
            }
            lag = unread(reading);
            if (assigned
                    && (failure != null || !isCaughtUp())
                    && ends.entrySet().stream().allMatch(end -> reading.position(end.getKey()) >= end.getValue())) {
                handleNewest();
                failure = null;
                caughtUp.countDown();
            }
        }
    }

    private boolean isUnderLoad(ConsumerRecords<?, ?> records) {
        return gathers
                && !records.isEmpty()
                && records.count() < LARGE_BATCH
                && records.count() + lastBatch >= LOAD_RECORDS
                && System.nanoTime() - lastHandled < LOAD_PAUSE.toNanos();
    }

    /**
     * Polls twice more. The answer to the next fetch, which was sent before the last poll returned, has only the first record that arrived
     * meanwhile; the fetch after it has the others. If the group has assigned partitions meanwhile, the positions were asked for again, and
     * the earlier records are read again.
     */
    private ConsumerRecords<String, byte[]> withLater(
            ConsumerRecords<String, byte[]> records, Consumer<String, byte[]> reading) throws InterruptedException {
        Thread.sleep(GATHERING);
        ConsumerRecords<String, byte[]> all = records;
        for (Duration poll : List.of(Duration.ZERO, Duration.ofMillis(2))) {
            int before = assignments;
            ConsumerRecords<String, byte[]> later = reading.poll(poll);
            all = assignments == before ? KafkaRecords.together(all, reading.assignment(), later) : later;
        }
        return all;
    }

    /** The number of records that no poll has returned yet. */
    private static long unread(Consumer<?, ?> reading) {
        return reading.assignment().stream()
                .mapToLong(partition -> reading.currentLag(partition).orElse(0))
                .sum();
    }

    private void seek(Consumer<String, byte[]> reading) throws Exception {
        handled = Map.copyOf(start.positions(reading, partitions, handled));
        handled.forEach(reading::seek);
        ends = reading.endOffsets(partitions);
    }

    /** Takes the partitions that the group assigns. Is called while the reader polls. */
    private final class Assignment implements ConsumerRebalanceListener {
        private final Consumer<String, byte[]> reading;

        Assignment(Consumer<String, byte[]> reading) {
            this.reading = reading;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            assignments++;
            partitions = List.of();
            ends = Map.of();
            assigned = false;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> all) {
            assignments++;
            partitions = List.copyOf(all);
            LOG.info("partitions assigned: reader={} count={}", name, all.size());
            try {
                seek(reading);
                assigned = true;
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new KafkaException("the positions of the assigned partitions are not known", e);
            }
        }
    }

    private void handle(ConsumerRecords<String, byte[]> records) throws Exception {
        if (newest == null || isCaughtUp()) {
            handler.handle(records);
            return;
        }
        for (ConsumerRecord<String, byte[]> record : records) {
            newest.remove(record.key()); // moves the key to the end, to keep the order of the log
            newest.put(record.key(), record);
        }
    }

    private void handleNewest() throws Exception {
        if (newest != null && !newest.isEmpty()) {
            handler.handle(new ConsumerRecords<>(
                    newest.values().stream()
                            .collect(groupingBy(record -> new TopicPartition(record.topic(), record.partition()))),
                    Map.of()));
            newest.clear();
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private void rest(Duration pause) {
        try {
            if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("reader stopped during a pause: reader={}", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All partitions of a topic of {@code count} partitions. */
    public static List<TopicPartition> partitions(String topic, int count) {
        return IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }
}
