package dcm.projection.replay;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/** The positions up to which the views contain the log. A thread can wait for records of certain partitions. Thread-safe. */
final class ReachedPositions {
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();

    /** The position in one partition; 0 if nothing of it was read. */
    long of(TopicPartition partition) {
        return positions.getOrDefault(partition, 0L);
    }

    /** The sum of the positions in {@code partitions}, which grows with each record of these partitions. */
    long sum(Collection<TopicPartition> partitions) {
        return partitions.stream().mapToLong(this::of).sum();
    }

    /** Advances to positions, unless others are farther, and wakes the waiting threads. */
    synchronized void advance(Map<TopicPartition, Long> reached) {
        reached.forEach((partition, position) -> positions.merge(partition, position, Math::max));
        notifyAll();
    }

    /** Sets positions, which can be before those that were reached, and wakes the waiting threads. */
    synchronized void set(Map<TopicPartition, Long> reached) {
        positions.putAll(reached);
        notifyAll();
    }

    /** Waits until {@code partition} is read up to {@code offset}, at most {@code millis}. */
    synchronized void await(TopicPartition partition, long offset, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; left > 0 && of(partition) < offset; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    /** Waits until the sum of the positions in {@code partitions} is not {@code before}, at most {@code millis}. */
    synchronized void awaitChange(Collection<TopicPartition> partitions, long before, long millis)
            throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; left > 0 && sum(partitions) == before; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }
}
