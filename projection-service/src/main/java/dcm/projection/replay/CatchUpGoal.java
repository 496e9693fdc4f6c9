package dcm.projection.replay;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/** The positions up to which the views must be read before their changes are published one by one. Thread-safe. */
final class CatchUpGoal {
    /** The end of each partition that is not read up to there yet. */
    private final Map<TopicPartition, Long> missing = new ConcurrentHashMap<>();

    private volatile boolean set;

    /** Sets the goal: {@code ends}, for a reader at {@code positions}. */
    void set(Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends) {
        set = false;
        missing.clear();
        missing.putAll(ends);
        set = true;
        advance(positions);
    }

    /** Takes the positions that the reader has reached. */
    void advance(Map<TopicPartition, Long> positions) {
        missing.entrySet().removeIf(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    /** Whether the reader has reached the goal. */
    boolean isReached() {
        return set && missing.isEmpty();
    }
}
