package dcm.projection.replay;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/** The positions up to which the views must be read before their changes are published one by one. Thread-safe. */
final class CatchUpGoal {
    /** The end of each partition that is not read up to there yet. */
    private final Map<TopicPartition, Long> missing = new ConcurrentHashMap<>();

    private final Map<TopicPartition, Long> reached = new ConcurrentHashMap<>();

    private volatile boolean set;
    private volatile long total;
    private volatile long left;

    /** Sets the goal: {@code ends}, for a reader at {@code positions}. */
    void set(Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends) {
        set = false;
        missing.clear();
        reached.clear();
        missing.putAll(ends);
        total = distance(positions);
        set = true;
        advance(positions);
    }

    /** Takes the positions that the reader has reached. */
    void advance(Map<TopicPartition, Long> positions) {
        reached.putAll(positions);
        missing.entrySet().removeIf(end -> reached.getOrDefault(end.getKey(), 0L) >= end.getValue());
        left = distance(reached);
    }

    private long distance(Map<TopicPartition, Long> positions) {
        return missing.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - positions.getOrDefault(end.getKey(), 0L)))
                .sum();
    }

    /** How far the reader is. */
    Progress progress() {
        return new Progress(total - left, total);
    }

    /**
     * The part of the log that was read.
     *
     * @param done records that are read, including the broker's markers of transactions
     * @param total records between the reader's first position and the goal
     */
    record Progress(long done, long total) {}

    /** Whether the reader has reached the goal. */
    boolean isReached() {
        return set && missing.isEmpty();
    }
}
