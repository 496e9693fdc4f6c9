package dcm.log;

import static java.util.Map.entry;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dcm.contract.topic.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads partitions of the log for ever, committed records only, on a thread of its own. Where it starts is asked of its
 * {@link Start} at first and again after every failure, so a handler that keeps its positions with its results handles each
 * record once. A handler that throws is tried again with growing pauses, never passed over; meanwhile {@link #failure()}
 * tells why.
 */
public final class LogReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);

    /** What was written is told at once; a broker that is asked more often than this has only more to do. */
    private static final Duration POLL = Duration.ofSeconds(5);

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final String name;
    private final Map<String, Object> config;
    private final List<TopicPartition> partitions;
    private final Start start;
    private final Handler handler;
    /** The newest record of each key, until the reader has caught up; null for a reader that handles every record. */
    private final @Nullable Map<String, ConsumerRecord<String, byte[]>> newest;

    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Map<TopicPartition, Long> handled = Map.of();
    private volatile boolean closing;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Consumer<String, byte[]> consumer;

    /**
     * Takes what was read; everything in it was committed. {@link ConsumerRecords#nextOffsets()} says how far that is; there may be no
     * records in it, as the broker's marks and aborted transactions are passed over.
     */
    @FunctionalInterface
    public interface Handler {
        void handle(ConsumerRecords<String, byte[]> records) throws Exception;
    }

    /** Where to read from. */
    @FunctionalInterface
    public interface Start {
        /** From the first record that is kept. */
        Start BEGINNING =
                (consumer, partitions, handled) -> handled.isEmpty() ? consumer.beginningOffsets(partitions) : handled;

        /** Only what is written from now on. */
        Start END = (consumer, partitions, handled) -> handled.isEmpty() ? consumer.endOffsets(partitions) : handled;

        /**
         * The first offset to read of every partition.
         *
         * @param handled how far this reader had come before it failed; empty the first time
         */
        Map<TopicPartition, Long> positions(
                Consumer<?, ?> consumer, List<TopicPartition> partitions, Map<TopicPartition, Long> handled)
                throws Exception;
    }

    /**
     * A reader that does not run yet.
     *
     * @param name what to call it in log lines
     * @param connection to the broker
     */
    public LogReader(
            String name,
            KafkaConnection connection,
            Collection<TopicPartition> partitions,
            Start start,
            Handler handler) {
        this(name, connection, partitions, start, handler, false);
    }

    /**
     * A reader of a compacted topic that does not run yet. It first reads to the end, and then handles the newest record of each key
     * once: an older one, such as an account with a key that was removed since, never takes effect, not even for a moment.
     *
     * @param name what to call it in log lines
     * @param connection to the broker
     */
    public static LogReader ofTable(String name, KafkaConnection connection, Topic topic, Handler handler) {
        return new LogReader(
                name, connection, partitions(topic.topicName(), topic.partitions()), Start.BEGINNING, handler, true);
    }

    private LogReader(
            String name,
            KafkaConnection connection,
            Collection<TopicPartition> partitions,
            Start start,
            Handler handler,
            boolean table) {
        this.newest = table ? new LinkedHashMap<>() : null;
        this.name = name;
        this.partitions = List.copyOf(partitions);
        this.start = start;
        this.handler = handler;
        this.config = config(name, connection);
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
     * The end of a partition, now, as readers of committed records see it. While the broker does not answer, it waits.
     *
     * @throws InterruptedException if it is not to wait any longer
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
                LOG.warn("the end of {} is not known yet: {}", partition, e.getMessage());
                Thread.sleep(LONGEST_PAUSE);
            }
        }
    }

    /** Begins to read. */
    public LogReader start() {
        Thread.ofPlatform().daemon().name(name).start(this::run);
        return this;
    }

    /** Waits until everything that was in the log when the reader started has been handled; false if it took longer. */
    public boolean awaitCaughtUp(Duration bound) throws InterruptedException {
        return caughtUp.await(bound.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What it is called in log lines. */
    public String name() {
        return name;
    }

    /** True once everything that was in the log when the reader started has been handled. */
    public boolean isCaughtUp() {
        return caughtUp.getCount() == 0;
    }

    /** Why nothing is handled at present; empty while all is well. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
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
                LOG.warn("{} is still busy; it ends with the process", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Duration pause = SHORTEST_PAUSE;
        while (!closing) {
            try {
                readOn();
            } catch (WakeupException e) {
                LOG.debug("{} is asked to stop", name);
            } catch (Exception e) {
                pause = failure == null ? SHORTEST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
                failure = e;
                LOG.error("{} failed and tries again in {} ms", name, pause.toMillis(), e);
                rest(pause);
            }
        }
        stopped.countDown();
    }

    private void readOn() throws Exception {
        Consumer<String, byte[]> reading =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
        try {
            consumer = reading;
            read(reading);
        } finally {
            close(reading);
        }
    }

    private void close(Consumer<?, ?> reading) {
        try {
            // Not waiting for what is asked of the broker, which may take as long as it is to wait for records.
            reading.close(CloseOptions.timeout(Duration.ZERO));
        } catch (KafkaException e) {
            LOG.debug("{} could not take its leave of the broker", name, e);
        }
    }

    private void read(Consumer<String, byte[]> reading) throws Exception {
        reading.assign(partitions);
        handled = Map.copyOf(start.positions(reading, partitions, handled));
        handled.forEach(reading::seek);
        Map<TopicPartition, Long> ends = reading.endOffsets(partitions);
        while (!closing) {
            ConsumerRecords<String, byte[]> records =
                    reading.poll(isCaughtUp() && failure == null ? POLL : Duration.ofMillis(20));
            if (!records.nextOffsets().isEmpty()) {
                handle(records);
                handled = partitions.stream().collect(toMap(p -> p, reading::position));
                failure = null;
            }
            if ((failure != null || !isCaughtUp())
                    && ends.entrySet().stream().allMatch(end -> reading.position(end.getKey()) >= end.getValue())) {
                handleNewest();
                failure = null;
                caughtUp.countDown();
            }
        }
    }

    private void handle(ConsumerRecords<String, byte[]> records) throws Exception {
        if (newest == null || isCaughtUp()) {
            handler.handle(records);
            return;
        }
        for (ConsumerRecord<String, byte[]> record : records) {
            newest.remove(record.key()); // so that what was written last is handled last
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
                LOG.debug("{} stopped while it rested", name);
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
