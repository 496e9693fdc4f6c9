package dcm.stack.kafka;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/**
 * The size of the topics {@code dcm.intents} and {@code dcm.events}.
 *
 * @param bytes on the disks of all brokers, with deleted records whose files the broker still has
 * @param records that are in the topics, with markers of transactions
 * @param recent how many of them are younger than {@link #RECENT}
 */
public record LogSize(long bytes, long records, long recent) {
    /** The time for which the growth is stated. */
    public static final Duration RECENT = Duration.ofDays(30);

    /** Reads the size. */
    public static LogSize of(Admin admin) throws ExecutionException, InterruptedException {
        Collection<Node> brokers = admin.describeCluster().nodes().get();
        long bytes = 0;
        for (Map<String, LogDirDescription> directories : admin.describeLogDirs(
                        brokers.stream().map(Node::id).toList())
                .allDescriptions()
                .get()
                .values()) {
            for (LogDirDescription directory : directories.values()) {
                for (Map.Entry<TopicPartition, ReplicaInfo> replica :
                        directory.replicaInfos().entrySet()) {
                    bytes += LogCompaction.PARTITIONS.contains(replica.getKey())
                            ? replica.getValue().size()
                            : 0;
                }
            }
        }
        Map<TopicPartition, ListOffsetsResultInfo> first = offsets(admin, OffsetSpec.earliest());
        Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(admin, OffsetSpec.latest());
        Map<TopicPartition, ListOffsetsResultInfo> since = offsets(
                admin, OffsetSpec.forTimestamp(Instant.now().minus(RECENT).toEpochMilli()));
        long records = 0;
        long recent = 0;
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
            records += end.getValue().offset() - offset(first, end.getKey());
            long begin = offset(since, end.getKey());
            recent += begin < 0 ? 0 : end.getValue().offset() - begin;
        }
        return new LogSize(bytes, records, recent);
    }

    /** How many bytes were added within {@link #RECENT}, if all records have the same size. */
    public long recentBytes() {
        return records == 0 ? 0 : Math.round((double) bytes * recent / records);
    }

    private static long offset(Map<TopicPartition, ListOffsetsResultInfo> offsets, TopicPartition partition) {
        ListOffsetsResultInfo found = offsets.get(partition);
        return found == null ? -1 : found.offset();
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> offsets(Admin admin, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        return admin.listOffsets(
                        LogCompaction.PARTITIONS.stream().collect(toMap(partition -> partition, partition -> which)))
                .all()
                .get();
    }
}
