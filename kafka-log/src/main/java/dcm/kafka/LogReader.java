package dcm.kafka;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

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
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads committed records of the given partitions, or of those that a consumer group assigns to it, on the thread of its {@link LogConsumer} until it
 * is closed. At first and after every assignment and failure, it asks its {@link Start} for the positions. So a handler that stores its positions
 * together with its results handles each record once. If the handler throws, the reader retries with increasing pauses and never skips
 * records; {@link #failure()} returns the cause until then.
 */
public final class LogReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);

    /** A reader is under load if two batches that follow each other within 20 ms have so many records together. */
    private static final int LOAD_RECORDS = 20;

    private static final Duration LOAD_PAUSE = Duration.ofMillis(20);

    /** Larger batches need no more records. */
    private static final int LARGE_BATCH = 500;

    private static final Duration CLOSE = Duration.ofSeconds(5);

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    /** Shorter than a group's session, so that a member that fails keeps its partitions: others would fail, too. */
    private static final Duration MAX_PAUSE = Duration.ofSeconds(3);

    private final String name;
    private final LogConsumer consumer;
    private final Part part = new Part();
    private volatile List<TopicPartition> partitions;
    private final Start start;
    private final Handler handler;
    /** The newest record of each key until the reader has caught up; null for a reader that handles every record. */
    private final @Nullable Map<String, ConsumerRecord<String, byte[]>> newest;

    private final CountDownLatch caughtUp = new CountDownLatch(1);
    /** Changes are announced with the monitor of {@link #caughtUp}. */
    private volatile Map<TopicPartition, Long> handled = Map.of();

    /** The ends of the partitions when they were assigned. */
    private Map<TopicPartition, Long> ends = Map.of();

    /** Whether the partitions are known, which a group assigns at the first poll. */
    private boolean assigned;

    private boolean gathers;
    private int lastBatch;
    /** When the last batch was handled, by {@link System#nanoTime}. */
    private long lastHandled = System.nanoTime();

    private volatile long lag;
    /** By {@link System#nanoTime}. */
    private volatile long lastPoll = System.nanoTime();

    /** Guarded by {@link #part}. */
    private boolean closed;

    private volatile @Nullable Throwable failure;
    /** Until the next attempt after a failure. */
    private Duration pause = SHORTEST_PAUSE;
    /** By {@link System#nanoTime}. */
    private long retryAt;

    /**
     * Handles a batch of committed records. {@link ConsumerRecords#nextOffsets()} contains the positions after the
     * batch. A batch can be empty, because transaction markers and aborted transactions are skipped.
     */
    @FunctionalInterface
    public interface Handler {
        void handle(ConsumerRecords<String, byte[]> records) throws Exception;
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
     * Creates a reader with a consumer of its own, which {@link #start} starts.
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
        this(name, LogConsumer.ofOne(name, connection), partitions, start, handler);
    }

    /**
     * Creates a reader, which {@link #start} starts.
     *
     * @param name the name in log lines
     */
    public LogReader(
            String name, LogConsumer consumer, Collection<TopicPartition> partitions, Start start, Handler handler) {
        this(name, consumer, partitions, start, handler, false);
    }

    /**
     * Creates a reader of the partitions that a consumer group assigns to it, which {@link #start} starts. Another member can have taken over
     * a partition before this reader notices it, so its handler must not rely on the assignment alone.
     *
     * @param name the name in log lines
     * @param connection the connection to the broker
     */
    public static LogReader ofGroup(
            String name, KafkaConnection connection, LogConsumer.Group group, Start start, Handler handler) {
        return new LogReader(name, LogConsumer.ofGroup(name, connection, group), List.of(), start, handler, false);
    }

    /**
     * Creates a reader of a compacted topic with a consumer of its own, see {@link #ofTable(String, LogConsumer, Topic, Handler)}.
     *
     * @param connection the connection to the broker
     */
    public static LogReader ofTable(String name, KafkaConnection connection, Topic topic, Handler handler) {
        return ofTable(name, LogConsumer.ofOne(name, connection), topic, handler);
    }

    /**
     * Creates a reader of a compacted topic, which {@link #start} starts. It first reads to the end and then handles
     * only the newest record of each key. So an outdated record, such as an account with a key that was removed later,
     * never takes effect.
     *
     * @param name the name in log lines
     */
    public static LogReader ofTable(String name, LogConsumer consumer, Topic topic, Handler handler) {
        return ofTable(name, consumer, partitions(topic.topicName(), topic.partitions()), handler);
    }

    /** Creates a reader of these partitions of a compacted topic, see {@link #ofTable(String, LogConsumer, Topic, Handler)}. */
    public static LogReader ofTable(
            String name, LogConsumer consumer, Collection<TopicPartition> partitions, Handler handler) {
        return new LogReader(name, consumer, partitions, Start.BEGINNING, handler, true);
    }

    private LogReader(
            String name,
            LogConsumer consumer,
            Collection<TopicPartition> partitions,
            Start start,
            Handler handler,
            boolean table) {
        this.newest = table ? new LinkedHashMap<>() : null;
        this.name = name;
        this.consumer = consumer;
        this.partitions = List.copyOf(partitions);
        this.start = start;
        this.handler = handler;
    }

    /**
     * Sets the maximum number of records that a poll returns; 500 by default. The handler gets them together, and those of three polls if
     * the reader is {@link #gathering}. For a reader with a consumer of its own; call it before {@link #start}.
     */
    public LogReader withBatchesOf(int records) {
        consumer.limitPoll(records);
        return this;
    }

    /**
     * Under load, waits some milliseconds for more records before it calls the handler. For a handler with a cost for each batch, and
     * a reader with a consumer of its own. Call it before {@link #start}.
     */
    public LogReader gathering() {
        gathers = true;
        return this;
    }

    /**
     * The current end of a partition for readers of committed records. Waits until the broker answers.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public static long end(KafkaConnection connection, TopicPartition partition) throws InterruptedException {
        while (true) {
            try (Consumer<String, byte[]> consumer = LogConsumer.forRequests(connection)) {
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
        synchronized (part) {
            if (!closed) {
                consumer.add(part);
            }
        }
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
        synchronized (part) {
            closed = true;
        }
        try {
            if (!consumer.remove(part, CLOSE)) {
                LOG.warn("reader did not stop in time, it ends with the process: reader={}", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The records of its partitions that it has not handled. Another reader of the same consumer can be behind it in the same partition. */
    private ConsumerRecords<String, byte[]> own(ConsumerRecords<String, byte[]> polled) {
        if (!consumer.isShared()) {
            return polled;
        }
        Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> records = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(polled.nextOffsets());
        next.keySet().retainAll(partitions);
        for (TopicPartition partition : next.keySet()) {
            long first = handled.getOrDefault(partition, 0L);
            List<ConsumerRecord<String, byte[]>> unhandled = polled.records(partition).stream()
                    .filter(record -> record.offset() >= first)
                    .toList();
            if (!unhandled.isEmpty()) {
                records.put(partition, unhandled);
            }
        }
        return new ConsumerRecords<>(records, next);
    }

    /** The number of records that no poll has returned yet. */
    private long unread(Consumer<?, ?> reading) {
        return partitions.stream()
                .mapToLong(partition -> reading.currentLag(partition).orElse(0))
                .sum();
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

    /** What the consumer calls. */
    private final class Part implements LogConsumer.Reader {
        @Override
        public String name() {
            return name;
        }

        @Override
        public List<TopicPartition> partitions() {
            return partitions;
        }

        @Override
        public boolean isReading() {
            return isCaughtUp() && failure == null;
        }

        @Override
        public Duration untilRetry() {
            return failure == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, retryAt - System.nanoTime()));
        }

        @Override
        public Map<TopicPartition, Long> positions() {
            return handled;
        }

        @Override
        public void failed(Throwable cause) {
            pause = failure == null ? SHORTEST_PAUSE : min(pause.multipliedBy(2), MAX_PAUSE);
            retryAt = System.nanoTime() + pause.toNanos();
            failure = cause;
        }

        @Override
        public void begin(Consumer<String, byte[]> reading) throws Exception {
            handled = Map.copyOf(start.positions(reading, partitions, handled));
            ends = reading.endOffsets(partitions);
            assigned = true;
        }

        @Override
        public void assigned(List<TopicPartition> all, Consumer<String, byte[]> reading) throws Exception {
            partitions = all;
            begin(reading);
        }

        @Override
        public void revoked() {
            partitions = List.of();
            ends = Map.of();
            assigned = false;
        }

        @Override
        public void polled() {
            lastPoll = System.nanoTime();
        }

        @Override
        public void take(ConsumerRecords<String, byte[]> polled, Consumer<String, byte[]> reading) throws Exception {
            ConsumerRecords<String, byte[]> records = own(polled);
            if (!records.nextOffsets().isEmpty()) {
                lag = records.count() + unread(reading);
                handle(records);
                lastBatch = records.count();
                lastHandled = System.nanoTime();
                // Its consumer can be behind it, for another reader of the same partition.
                Map<TopicPartition, Long> before = handled;
                handled = partitions.stream()
                        .collect(toMap(p -> p, p -> Math.max(before.getOrDefault(p, 0L), reading.position(p))));
                if (newest == null || isCaughtUp()) {
                    failure = null; // a table that has not caught up has only kept the records
                }
                synchronized (caughtUp) {
                    caughtUp.notifyAll();
                }
            }
            lag = unread(reading);
            if (assigned
                    && !isReading()
                    && ends.entrySet().stream().allMatch(end -> reading.position(end.getKey()) >= end.getValue())) {
                handleNewest();
                failure = null;
                caughtUp.countDown();
            }
        }

        @Override
        public boolean isUnderLoad(ConsumerRecords<String, byte[]> records) {
            return gathers
                    && !records.isEmpty()
                    && records.count() < LARGE_BATCH
                    && records.count() + lastBatch >= LOAD_RECORDS
                    && System.nanoTime() - lastHandled < LOAD_PAUSE.toNanos();
        }
    }

    /** All partitions of a topic of {@code count} partitions. */
    public static List<TopicPartition> partitions(String topic, int count) {
        return IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }
}
