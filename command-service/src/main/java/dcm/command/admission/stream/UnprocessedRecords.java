package dcm.command.admission.stream;

import dcm.contract.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * The records that a stream thread has polled and has not processed yet, except heartbeats. Kafka Streams does not show its queues to
 * processors. A stream thread polls and processes in turns, so that each thread has one instance.
 */
final class UnprocessedRecords {
    private static final ThreadLocal<UnprocessedRecords> OF_THREAD = ThreadLocal.withInitial(UnprocessedRecords::new);

    /** The last polled offset of the partitions with unprocessed records. */
    private final Map<TopicPartition, Long> lastPolled = new HashMap<>();

    /** When the thread last committed, by {@link System#nanoTime}. */
    private long committed = System.nanoTime() - Long.MAX_VALUE / 2;

    /** When the first record since then was processed, by {@link System#nanoTime}; empty if none was. */
    private OptionalLong firstProcessed = OptionalLong.empty();

    /** The records of the current thread. */
    static UnprocessedRecords ofThread() {
        return OF_THREAD.get();
    }

    /**
     * Adds records.
     *
     * @param assigned the partitions that the thread still processes
     */
    void polled(ConsumerRecords<?, ?> records, Set<TopicPartition> assigned) {
        lastPolled.keySet().retainAll(assigned);
        for (TopicPartition partition : records.partitions()) {
            if (!partition.topic().equals(Topic.HEARTBEATS.topicName())) {
                ConsumerRecord<?, ?> last = records.records(partition).getLast();
                lastPolled.put(partition, last.offset());
            }
        }
    }

    /** Removes this record and those before it in its partition. */
    void processed(TopicPartition partition, long offset) {
        lastPolled.computeIfPresent(partition, (key, last) -> offset >= last ? null : last);
        if (firstProcessed.isEmpty()) {
            firstProcessed = OptionalLong.of(System.nanoTime());
        }
    }

    /** The thread has committed a transaction. */
    void committed() {
        committed = System.nanoTime();
        firstProcessed = OptionalLong.empty();
    }

    /** Whether processed records have waited so long for a commit. */
    boolean haveWaited(Duration time) {
        return firstProcessed.isPresent() && System.nanoTime() - firstProcessed.getAsLong() >= time.toNanos();
    }

    /** Whether the thread has committed a transaction within this time. */
    boolean hasCommittedWithin(Duration time) {
        return System.nanoTime() - committed < time.toNanos();
    }

    boolean isEmpty() {
        return lastPolled.isEmpty();
    }
}
