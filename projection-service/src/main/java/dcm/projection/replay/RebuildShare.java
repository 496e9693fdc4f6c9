package dcm.projection.replay;

import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Which partitions one of several processes reads, when they rebuild the views together. Partitions with the same number are read by the
 * same process.
 *
 * @param process 1 for the first process
 * @param processes how many there are
 */
public record RebuildShare(int process, int processes) {
    public RebuildShare {
        if (process < 1 || process > processes) {
            throw new IllegalArgumentException("no share of a rebuild: %d/%d".formatted(process, processes));
        }
    }

    /** Reads a share such as {@code 1/2}, which is the first one of two. */
    public static RebuildShare parse(String text) {
        String[] numbers = text.split("/", -1);
        if (numbers.length != 2) {
            throw new IllegalArgumentException("a share of a rebuild looks like 1/2, not like '%s'".formatted(text));
        }
        return new RebuildShare(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
    }

    /** The partitions of this process. */
    List<TopicPartition> of(Collection<TopicPartition> all) {
        return all.stream()
                .filter(partition -> partition.partition() % processes == process - 1)
                .toList();
    }
}
