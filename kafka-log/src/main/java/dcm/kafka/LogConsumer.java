package dcm.kafka;

import static java.util.Map.entry;

import dcm.contract.codec.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The connection and the thread of one or several readers. Each connection costs the broker a waiting request, so readers share one if
 * they read little and their handlers return soon. If one of them fails, the others continue. The thread runs while there are readers. Thread-safe.
 */
public final class LogConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(LogConsumer.class);

    /**
     * The broker answers a fetch as soon as it has records, so a shorter time would only add load. After a restart of the broker, other requests of
     * the consumer can wait behind the fetch, and a longer time would stop readers for as long.
     */
    private static final Duration POLL = Duration.ofSeconds(5);

    private static final Duration POLL_UNTIL_CAUGHT_UP = Duration.ofMillis(20);

    /** In a group, the request for the ends of new partitions waits for the answer to the last fetch. */
    private static final Duration POLL_IN_GROUP = Duration.ofMillis(500);

    private static final Duration LEAVE = Duration.ofSeconds(1);

    /** Readers that are added within this time of each other begin together. */
    private static final Duration JOINING = Duration.ofMillis(20);

    /** How long a reader under load waits for more records. */
    private static final Duration GATHERING = Duration.ofMillis(10);

    private final String name;
    private final boolean shared;
    private final Map<String, Object> config;
    /** Null for a consumer of fixed partitions. */
    private final @Nullable Group group;

    /** Guards the next four fields, too. */
    private final List<Reader> readers = new ArrayList<>();

    private @Nullable Thread thread;
    /** Whether readers were added or removed since the consumer was opened. */
    private boolean changed;
    /** The readers of the open consumer. */
    private List<Reader> current = List.of();
    /** The reader that works now. */
    private @Nullable Reader working;

    private volatile @Nullable Consumer<String, byte[]> consumer;
    /** The number of assignments by the group. Used by the thread alone. */
    private int assignments;

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

    /** A reader, as its consumer sees it. All calls are made by the consumer's thread, except those before it is added. */
    interface Reader {
        /** The name in log lines. */
        String name();

        List<TopicPartition> partitions();

        /** How long to wait after a failure; zero if it must be read for now. */
        Duration untilRetry();

        /** Whether it has caught up and does not fail. */
        boolean isReading();

        /** The positions at which it continues. */
        Map<TopicPartition, Long> positions();

        /** Finds out the positions at which it begins or continues. */
        void begin(Consumer<String, byte[]> open) throws Exception;

        /** The group has assigned these partitions. */
        void assigned(List<TopicPartition> all, Consumer<String, byte[]> open) throws Exception;

        /** The group has taken all partitions away. */
        void revoked();

        /** The broker has answered. */
        void polled();

        /** Whether more records will arrive within milliseconds. */
        boolean isUnderLoad(ConsumerRecords<String, byte[]> polled);

        /** Handles the records of its partitions. */
        void take(ConsumerRecords<String, byte[]> polled, Consumer<String, byte[]> open) throws Exception;

        void failed(Throwable cause);
    }

    private LogConsumer(String name, KafkaConnection connection, boolean shared, @Nullable Group group) {
        this.name = name;
        this.shared = shared;
        this.group = group;
        this.config = config(name, connection);
        if (group != null) {
            config.putAll(config(group));
        }
    }

    /**
     * A consumer that several readers of fixed partitions share.
     *
     * @param name the name of its thread, and in log lines
     * @param connection the connection to the broker
     */
    public static LogConsumer shared(String name, KafkaConnection connection) {
        return new LogConsumer(name, connection, true, null);
    }

    /** The consumer of one reader. */
    static LogConsumer ofOne(String name, KafkaConnection connection) {
        return new LogConsumer(name, connection, false, null);
    }

    /** The consumer of one reader, a member of a group. */
    static LogConsumer ofGroup(String name, KafkaConnection connection, Group group) {
        return new LogConsumer(name, connection, false, group);
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

    /** A consumer for requests without records. */
    static Consumer<String, byte[]> forRequests(KafkaConnection connection) {
        return new KafkaConsumer<>(config("end", connection), new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** Whether several readers can have this consumer. */
    boolean isShared() {
        return shared;
    }

    /** Sets the maximum number of records that a poll returns. Call it before the first reader is added. */
    void limitPoll(int records) {
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, records);
    }

    /** Begins to read for {@code reader}. */
    void add(Reader reader) {
        synchronized (readers) {
            readers.add(reader);
            if (thread == null) {
                thread = Thread.ofPlatform().daemon().name(name).start(this::run);
            }
            change();
        }
    }

    /**
     * Does not read for {@code reader} any more. Returns false if its work, or the end of a consumer that is not shared, takes longer than
     * {@code bound}.
     */
    boolean remove(Reader reader, Duration bound) throws InterruptedException {
        long end = System.nanoTime() + bound.toNanos();
        synchronized (readers) {
            if (readers.remove(reader)) {
                change();
            }
            while (shared ? reader.equals(working) : current.contains(reader)) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                readers.wait(left);
            }
        }
        return true;
    }

    private void change() {
        changed = true;
        readers.notifyAll();
        Consumer<String, byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
    }

    private void run() {
        while (true) {
            try {
                List<Reader> next = awaitReaders();
                if (next.isEmpty()) {
                    return;
                }
                read(next);
            } catch (WakeupException e) {
                LOG.debug("readers were added or removed: consumer={}", name);
            } catch (InterruptedException e) {
                LOG.debug("interruption ignored: consumer={}", name);
            }
        }
    }

    /** Waits until readers can be read for, and makes them the current ones. Empty, and the thread ends, if there are none. */
    private List<Reader> awaitReaders() throws InterruptedException {
        synchronized (readers) {
            current = List.of();
            readers.notifyAll();
            while (shared && changed && !readers.isEmpty()) {
                changed = false;
                readers.wait(JOINING.toMillis());
            }
            changed = false;
            while (!readers.isEmpty()) {
                current = readers.stream()
                        .filter(reader -> reader.untilRetry().isZero())
                        .toList();
                if (!current.isEmpty()) {
                    return current;
                }
                readers.wait(Math.max(1, untilNextRetry().toMillis()));
            }
            thread = null;
            return List.of();
        }
    }

    /** The time until the first reader that fails is due again; {@link #POLL} if none fails. */
    private Duration untilNextRetry() {
        synchronized (readers) {
            return readers.stream()
                    .filter(reader -> !current.contains(reader))
                    .map(Reader::untilRetry)
                    .reduce(POLL, LogConsumer::min);
        }
    }

    /** Whether the consumer must be opened for other readers. */
    private boolean mustReopen() {
        synchronized (readers) {
            return changed
                    || readers.size() > current.size() && untilNextRetry().isZero();
        }
    }

    /** Returns when the readers must change, or one of them has failed. */
    @SuppressWarnings("CatchingUnchecked") // an ended thread would leave outdated data, and look healthy
    private void read(List<Reader> reading) throws InterruptedException {
        try {
            Consumer<String, byte[]> open = open(reading);
            boolean works = group != null || seek(open, reading);
            while (works && !mustReopen()) {
                works = poll(open, reading);
            }
        } catch (WakeupException e) {
            throw e;
        } catch (Exception | Error e) {
            fail(affected(e, reading).orElse(reading), e);
        } finally {
            if (!shared) {
                rest(reading.getFirst()); // as a member of its group, which would share its partitions out
            }
            closeConsumer(); // with its fetches, which the broker may answer seconds after the next seek
        }
    }

    /** The readers of the partitions or topics that an exception names; empty if it names none of theirs. */
    private static Optional<List<Reader>> affected(Throwable failure, List<Reader> reading) {
        Predicate<TopicPartition> named = switch (failure) {
            case InvalidOffsetException offsets -> offsets.partitions()::contains;
            case TopicAuthorizationException denied ->
                partition -> denied.unauthorizedTopics().contains(partition.topic());
            default -> partition -> false;
        };
        List<Reader> affected = reading.stream()
                .filter(reader -> reader.partitions().stream().anyMatch(named))
                .toList();
        return affected.isEmpty() ? Optional.empty() : Optional.of(affected);
    }

    private static void fail(List<Reader> failed, Throwable failure) {
        failed.forEach(reader -> reader.failed(failure));
        LOG.atLevel(failure instanceof UnreadableRecordException ? Level.ERROR : Level.WARN)
                .setCause(failure)
                .log(
                        "reader failed and is retried: reader={} ms={}",
                        failed.stream().map(Reader::name).toList(),
                        failed.getFirst().untilRetry().toMillis());
    }

    private void rest(Reader reader) throws InterruptedException {
        synchronized (readers) {
            for (Duration left = reader.untilRetry(); !changed && !left.isZero(); left = reader.untilRetry()) {
                readers.wait(Math.max(1, left.toMillis()));
            }
        }
    }

    private Consumer<String, byte[]> open(List<Reader> reading) {
        Consumer<String, byte[]> open =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
        consumer = open;
        if (group == null) {
            open.assign(reading.stream()
                    .flatMap(reader -> reader.partitions().stream())
                    .distinct()
                    .toList());
        } else {
            open.subscribe(group.topics(), new Assignment(open, reading.getFirst()));
        }
        return open;
    }

    private void closeConsumer() {
        Consumer<String, byte[]> open = consumer;
        consumer = null;
        if (open == null) {
            return;
        }
        try {
            open.close(closing());
        } catch (KafkaException e) {
            LOG.debug("consumer could not be closed: consumer={}", name, e);
        }
    }

    /**
     * Does not wait for pending fetches, which the broker can hold for long. The others of a group take over the partitions at
     * once, unless this member reads on under the same name.
     */
    private CloseOptions closing() {
        boolean ends;
        synchronized (readers) {
            ends = readers.isEmpty();
        }
        boolean leaves = group != null && (ends || group.instance().isEmpty());
        return leaves
                ? CloseOptions.timeout(LEAVE).withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                : CloseOptions.timeout(Duration.ZERO)
                        .withGroupMembershipOperation(GroupMembershipOperation.REMAIN_IN_GROUP);
    }

    /** Moves to the positions of the readers. Readers of the same partition get its records from the first of their positions on. */
    private boolean seek(Consumer<String, byte[]> open, List<Reader> reading) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        for (Reader reader : reading) {
            if (!attempt(reader, () -> reader.begin(open), reading)) {
                return false;
            }
            reader.positions().forEach((partition, position) -> positions.merge(partition, position, Math::min));
        }
        positions.forEach(open::seek);
        return true;
    }

    /** Passes new records on. False if a reader has failed. */
    private boolean poll(Consumer<String, byte[]> open, List<Reader> reading) throws InterruptedException {
        boolean caughtUp = reading.stream().allMatch(Reader::isReading);
        ConsumerRecords<String, byte[]> polled =
                open.poll(caughtUp ? min(POLL, untilNextRetry()) : POLL_UNTIL_CAUGHT_UP);
        reading.forEach(Reader::polled);
        ConsumerRecords<String, byte[]> records =
                reading.getFirst().isUnderLoad(polled) ? withLater(polled, open) : polled;
        for (Reader reader : reading) {
            if (!attempt(reader, () -> reader.take(records, open), reading)) {
                return false;
            }
        }
        if (shared) {
            polled.nextOffsets().keySet().forEach(partition -> forgetLeader(open, partition));
        }
        return true;
    }

    /**
     * Makes the consumer forget which leader has sent the last records, of which it would ask a restarted broker first. The others' fetch would get
     * in front, and the broker can hold it as long as {@link #POLL}.
     */
    private static void forgetLeader(Consumer<?, ?> open, TopicPartition partition) {
        open.seek(partition, open.position(partition));
    }

    private interface Step {
        void run() throws Exception;
    }

    /** Does the work of a reader, unless it was removed. If that fails, only this reader has failed. */
    @SuppressWarnings(
            "CatchingUnchecked") // including errors: an ended thread would leave outdated data, and look healthy
    private boolean attempt(Reader reader, Step step, List<Reader> reading) {
        synchronized (readers) {
            if (!readers.contains(reader)) {
                return false;
            }
            working = reader;
        }
        try {
            step.run();
            return true;
        } catch (WakeupException e) {
            throw e;
        } catch (Exception | Error e) {
            fail(affected(e, reading).orElse(List.of(reader)), e);
            return false;
        } finally {
            synchronized (readers) {
                working = null;
                readers.notifyAll();
            }
        }
    }

    /**
     * Polls twice more. The answer to the next fetch, which was sent before the last poll returned, has only the first record that arrived
     * meanwhile; the fetch after it has the others. If the group has assigned partitions meanwhile, the positions were asked for again, and
     * the earlier records are read again.
     */
    private ConsumerRecords<String, byte[]> withLater(
            ConsumerRecords<String, byte[]> records, Consumer<String, byte[]> open) throws InterruptedException {
        Thread.sleep(GATHERING);
        ConsumerRecords<String, byte[]> all = records;
        for (Duration poll : List.of(Duration.ZERO, Duration.ofMillis(2))) {
            int before = assignments;
            ConsumerRecords<String, byte[]> later = open.poll(poll);
            all = assignments == before ? KafkaRecords.together(all, open.assignment(), later) : later;
        }
        return all;
    }

    /** Takes the partitions that the group assigns. Is called while the consumer polls. */
    private final class Assignment implements ConsumerRebalanceListener {
        private final Consumer<String, byte[]> open;
        private final Reader reader;

        Assignment(Consumer<String, byte[]> open, Reader reader) {
            this.open = open;
            this.reader = reader;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            assignments++;
            reader.revoked();
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> all) {
            assignments++;
            LOG.info("partitions assigned: reader={} count={}", name, all.size());
            try {
                reader.assigned(List.copyOf(all), open);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new KafkaException("the positions of the assigned partitions are not known", e);
            }
            reader.positions().forEach(open::seek);
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
