package dcm.stack.kafka;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dcm.contract.topic.Topic;
import dcm.kafka.BrokerUserProvisioner;
import dcm.kafka.KafkaConnection;
import dcm.kafka.LogReader;
import dcm.kafka.archive.ArchiveComparison;
import dcm.kafka.archive.ArchiveWriter;
import dcm.kafka.archive.LogArchive;
import dcm.kafka.archive.LogArchiveException;
import dcm.stack.machine.StackFailure;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Moves the oldest records of {@code dcm.intents} and {@code dcm.events} into the archive of the log. A record is deleted from its topic only
 * when it is in the archive, on the disk. Nothing is moved that admission or the views have not read yet. One process uses it at a time.
 */
public final class LogCompaction {
    /** The topics whose records are never lost. */
    public static final List<TopicPartition> PARTITIONS = Stream.of(Topic.INTENTS, Topic.EVENTS)
            .flatMap(topic -> LogReader.partitions(topic.topicName(), topic.partitions()).stream())
            .toList();

    private final KafkaConnection connection;
    private final Path directory;
    private final Map<TopicPartition, Long> viewPositions;

    /**
     * @param connection that may read and delete records, and read the positions of admission
     * @param directory of the archive
     * @param viewPositions up to which the views have read each partition
     */
    public LogCompaction(KafkaConnection connection, Path directory, Map<TopicPartition, Long> viewPositions) {
        this.connection = connection;
        this.directory = directory;
        this.viewPositions = Map.copyOf(viewPositions);
    }

    /**
     * What a compaction does. Positions count markers of transactions, too.
     *
     * @param until where each partition of the topics begins afterwards
     * @param moved the number of positions that are moved
     * @param left the number of positions that stay
     * @param waiting the partitions whose older records stay, because admission or the views have not read them
     */
    public record Plan(Map<TopicPartition, Long> until, long moved, long left, Set<TopicPartition> waiting) {
        public Plan {
            until = Map.copyOf(until);
            waiting = Set.copyOf(waiting);
        }
    }

    /**
     * What would be moved.
     *
     * @param olderThan later records stay
     * @throws StackFailure if a reader's positions are unknown
     * @throws LogArchiveException if archived records are missing
     */
    public Plan plan(Instant olderThan) {
        LogArchive archive = LogArchive.open(directory);
        return withAdmin(admin -> {
            archive.requireComplete(offsets(admin, OffsetSpec.earliest()));
            Map<TopicPartition, Long> ends = offsets(admin, OffsetSpec.latest());
            archive.requireSameLog(ends);
            Map<TopicPartition, Long> later = offsets(admin, OffsetSpec.forTimestamp(olderThan.toEpochMilli()));
            Map<TopicPartition, Long> read = read(admin, ends);
            Map<TopicPartition, Long> until = new HashMap<>();
            Set<TopicPartition> waiting = PARTITIONS.stream()
                    .filter(partition -> read.getOrDefault(partition, 0L) < wanted(partition, later, ends))
                    .collect(toSet());
            long moved = 0;
            long left = 0;
            for (TopicPartition partition : PARTITIONS) {
                long archived = archive.end(partition);
                long cut =
                        Math.max(archived, Math.min(wanted(partition, later, ends), read.getOrDefault(partition, 0L)));
                until.put(partition, cut);
                moved += cut - archived;
                left += ends.getOrDefault(partition, 0L) - cut;
            }
            return new Plan(until, moved, left, waiting);
        });
    }

    /** The first record that is not old enough, or the end. */
    private static long wanted(
            TopicPartition partition, Map<TopicPartition, Long> later, Map<TopicPartition, Long> ends) {
        long first = later.getOrDefault(partition, -1L);
        long end = ends.getOrDefault(partition, 0L);
        return first < 0 ? end : Math.min(first, end);
    }

    /** Up to where admission and the views have read each partition. Admission does not read events, except in a rebuild. */
    private Map<TopicPartition, Long> read(Admin admin, Map<TopicPartition, Long> ends)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> admission = new HashMap<>();
        // Not only stable ones: the admin client omits the position of a partition whose next position is about to be
        // committed.
        admin.listConsumerGroupOffsets(BrokerUserProvisioner.STREAMS_APPLICATION)
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, position) -> {
                    if (position != null) {
                        admission.put(partition, position.offset());
                    }
                });
        Map<TopicPartition, Long> read = new HashMap<>();
        for (TopicPartition partition : PARTITIONS) {
            boolean isIntents = partition.topic().equals(Topic.INTENTS.topicName());
            Long views = viewPositions.get(partition);
            Long decided = isIntents ? admission.get(partition) : Long.valueOf(Long.MAX_VALUE);
            if ((views == null || decided == null) && ends.getOrDefault(partition, 0L) > 0) {
                throw new StackFailure(
                        "It is not known up to where %s has read %s, so nothing was changed. Start DCM with ./dcm up and wait until ./dcm status shows no ATTENTION."
                                .formatted(views == null ? "projection-service" : "admission", partition));
            }
            if (views != null && decided != null) {
                read.put(partition, Math.min(views, decided));
            }
        }
        return read;
    }

    /**
     * Copies the records into the archive, and then deletes them from the topics. If it is interrupted between the two, the next one
     * deletes them, if they are the same.
     *
     * @return the archive
     * @throws StackFailure if the broker fails; no record is lost then
     * @throws LogArchiveException if the archive cannot be written, or if it belongs to another log; nothing was deleted then
     */
    public LogArchive run(Plan plan, Consumer<String> progress) {
        LogArchive before = LogArchive.open(directory);
        new ArchiveComparison(before, connection)
                .requireSame(withAdmin(admin -> offsets(admin, OffsetSpec.earliest())));
        boolean hasNew = plan.until().entrySet().stream().anyMatch(end -> end.getValue() > before.end(end.getKey()));
        LogArchive archive = hasNew ? new ArchiveWriter(directory, connection).append(plan.until(), progress) : before;
        return withAdmin(admin -> {
            delete(admin, archive);
            return archive;
        });
    }

    /** Archives all committed records and deletes none, to measure it. */
    public static LogArchive archiveAll(KafkaConnection connection, Path directory) {
        var compaction = new LogCompaction(connection, directory, Map.of());
        Map<TopicPartition, Long> ends = compaction.withAdmin(admin -> offsets(admin, OffsetSpec.latest()));
        return new ArchiveWriter(directory, connection).append(ends, line -> {});
    }

    /** Deletes what is in the archive, and nothing else. */
    private static void delete(Admin admin, LogArchive archive) throws ExecutionException, InterruptedException {
        Map<TopicPartition, RecordsToDelete> archived = offsets(admin, OffsetSpec.earliest()).entrySet().stream()
                .filter(beginning -> beginning.getValue() < archive.end(beginning.getKey()))
                .collect(toMap(
                        Map.Entry::getKey, beginning -> RecordsToDelete.beforeOffset(archive.end(beginning.getKey()))));
        if (!archived.isEmpty()) {
            admin.deleteRecords(archived).all().get();
        }
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        admin.listOffsets(
                        PARTITIONS.stream().collect(toMap(partition -> partition, partition -> which)),
                        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get()
                .forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    @FunctionalInterface
    private interface Work<T> {
        T with(Admin admin) throws ExecutionException, InterruptedException;
    }

    private <T> T withAdmin(Work<T> work) {
        try (Admin admin = Admin.create(connection.properties())) {
            return work.with(admin);
        } catch (ExecutionException e) {
            throw new StackFailure("The log was not compacted: %s".formatted(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while the log was compacted.", e);
        }
    }
}
