package dcm.projection.replay;

import dcm.contract.topic.Topic;
import dcm.kafka.LogReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/** Which partitions' views are being updated, by this instance or by another one, as announced. Thread-safe. */
@ApplicationScoped
class OtherInstances {
    /** All partitions that are read into the views. */
    static final List<TopicPartition> PARTITIONS = Stream.of(Topic.INTENTS, Topic.EVENTS)
            .flatMap(topic -> LogReader.partitions(topic.topicName(), topic.partitions()).stream())
            .toList();

    /** Three announcements. */
    private static final Duration CURRENT = ViewNotifications.ANNOUNCEMENT.multipliedBy(3);

    /** Longer than a take-over. */
    private static final Duration COMPLETE = Duration.ofSeconds(20);

    private final Map<TopicPartition, Instant> announced = new ConcurrentHashMap<>();
    private volatile Supplier<Set<TopicPartition>> own = Set::of;
    private volatile BooleanSupplier isOwnCurrent = () -> false;

    /** Sets which partitions this instance holds, and how to find out whether their views are current. */
    void setOwn(Supplier<Set<TopicPartition>> partitions, BooleanSupplier isCurrent) {
        own = partitions;
        isOwnCurrent = isCurrent;
    }

    /** Another instance holds these partitions. */
    void announced(Collection<TopicPartition> held, boolean current, Instant now) {
        for (TopicPartition partition : held) {
            if (current) {
                announced.put(partition, now);
            } else {
                announced.remove(partition);
            }
        }
    }

    /** Whether the views of all partitions contain the log and are being updated. */
    boolean areAllCurrent() {
        Set<TopicPartition> held = own.get();
        Instant since = Instant.now().minus(CURRENT);
        return (held.isEmpty() || isOwnCurrent.getAsBoolean())
                && PARTITIONS.stream()
                        .allMatch(partition -> held.contains(partition)
                                || announced
                                        .getOrDefault(partition, Instant.MIN)
                                        .isAfter(since));
    }

    /**
     * Whether the views of {@code partition} contain everything except what was written since its holder stopped, a take-over ago at most.
     */
    boolean isComplete(TopicPartition partition) {
        return own.get().contains(partition) ? isOwnCurrent.getAsBoolean() : wasCurrent(partition);
    }

    /** Whether another instance held {@code partition} a take-over ago at most, and had notified this one of all changes. */
    boolean wasCurrent(TopicPartition partition) {
        return announced
                .getOrDefault(partition, Instant.MIN)
                .isAfter(Instant.now().minus(COMPLETE));
    }

    /** Whether this instance holds the partition. */
    boolean isOwn(TopicPartition partition) {
        return own.get().contains(partition);
    }
}
