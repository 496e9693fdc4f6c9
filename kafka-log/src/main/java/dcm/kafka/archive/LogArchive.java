package dcm.kafka.archive;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dcm.kafka.LogReader.Handler;
import dcm.kafka.LogReader.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The records that {@code dcm log compact} has moved out of the topics. A reader of the whole log reads the archive to its end, and then the
 * topics from there. Archived records can also still be in the topics. Immutable and thread-safe.
 */
public final class LogArchive {
    /** The environment variable with the directory. */
    public static final String VARIABLE = "DCM_LOG_ARCHIVE";

    private static final int BATCH = 500;

    private final Map<TopicPartition, List<ArchivedRange>> ranges;

    private LogArchive(Map<TopicPartition, List<ArchivedRange>> ranges) {
        this.ranges = ranges;
    }

    /**
     * Opens the archive in a directory, which is empty if the directory does not exist.
     *
     * @throws LogArchiveException if a part of it is missing
     */
    public static LogArchive open(Path directory) {
        Map<TopicPartition, List<ArchivedRange>> ranges = new HashMap<>();
        for (Path section : sections(directory)) {
            for (ArchivedRange range : ArchiveSection.read(section)) {
                List<ArchivedRange> before = ranges.computeIfAbsent(range.partition(), p -> new ArrayList<>());
                long end = before.isEmpty() ? 0 : before.getLast().to();
                if (range.from() != end) {
                    throw new LogArchiveException(
                            "The archive of the log is incomplete: the records of %s from %d to %d are missing in %s. Restore them from a backup."
                                    .formatted(range.partition(), end, range.from(), directory));
                }
                before.add(range);
            }
        }
        return new LogArchive(ranges);
    }

    /** Opens the archive that the environment names; without one, it is empty. */
    public static LogArchive ofEnvironment(Map<String, String> variables) {
        return of(Optional.ofNullable(variables.get(VARIABLE)).map(Path::of));
    }

    /** Opens the archive in a directory; without a directory, it is empty. */
    public static LogArchive of(Optional<Path> directory) {
        return directory.map(LogArchive::open).orElseGet(() -> new LogArchive(Map.of()));
    }

    /** The sections, the oldest first. */
    static List<Path> sections(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9]{8}"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new LogArchiveException("The archive of the log in %s cannot be read: %s".formatted(directory, e), e);
        }
    }

    /** The offset after the archived records of a partition; 0 if there are none. */
    public long end(TopicPartition partition) {
        List<ArchivedRange> archived = ranges.get(partition);
        return archived == null ? 0 : archived.getLast().to();
    }

    /** The number of archived records. */
    public long records() {
        return ranges.values().stream()
                .flatMap(List::stream)
                .mapToLong(ArchivedRange::records)
                .sum();
    }

    /** The size of the files. */
    public long bytes() {
        try {
            long sum = 0;
            for (List<ArchivedRange> archived : ranges.values()) {
                for (ArchivedRange range : archived) {
                    sum += Files.size(range.file());
                }
            }
            return sum;
        } catch (IOException e) {
            throw new LogArchiveException("The archive of the log cannot be read: " + e, e);
        }
    }

    /**
     * Checks that the archive and the topics have all records.
     *
     * @param beginnings the first offsets in the topics
     * @throws LogArchiveException if records between the archive and a topic are missing
     */
    public void requireComplete(Map<TopicPartition, Long> beginnings) {
        beginnings.forEach((partition, beginning) -> {
            if (beginning > end(partition)) {
                throw new LogArchiveException(
                        "The log is compacted: the records of %s before %d are in its archive. This process reads the archive up to %d. Run 'dcm rebuild admission' or 'dcm rebuild views', which read all of it; if this is one of them, restore the archive from a backup."
                                .formatted(partition, beginning, end(partition)));
            }
        });
    }

    /**
     * Checks that the topics are at least as new as the archive.
     *
     * @param ends the offsets after the last records in the topics
     * @throws LogArchiveException if the archive belongs to another log, or to a newer state of this one
     */
    public void requireSameLog(Map<TopicPartition, Long> ends) {
        ends.forEach((partition, end) -> {
            if (end(partition) > end) {
                throw new LogArchiveException(
                        "%s ends at %d, but its archive at %d: the archive belongs to another log, or to a newer state of this one. Restore both from the same backup."
                                .formatted(partition, end, end(partition)));
            }
        });
    }

    /**
     * Passes archived records to {@code handler} in batches. Partitions with the same number are read together, by the time of their
     * records, because an event follows its intent.
     *
     * @param from the first offset of each partition to read
     * @param batch the maximum number of records in a batch
     */
    public void read(Map<TopicPartition, Long> from, int batch, Handler handler) throws Exception {
        Map<Integer, List<TopicPartition>> together = from.keySet().stream()
                .filter(partition -> from.getOrDefault(partition, 0L) < end(partition))
                .collect(groupingBy(TopicPartition::partition, TreeMap::new, toList()));
        for (List<TopicPartition> partitions : together.values()) {
            readTogether(partitions, from, batch, handler);
        }
    }

    private void readTogether(
            List<TopicPartition> partitions, Map<TopicPartition, Long> from, int batch, Handler handler)
            throws Exception {
        List<PartitionCursor> cursors = new ArrayList<>();
        try {
            for (TopicPartition partition : partitions) {
                cursors.add(cursor(partition, from.getOrDefault(partition, 0L)));
            }
            Batch collected = new Batch();
            for (PartitionCursor cursor = earliest(cursors); cursor != null; cursor = earliest(cursors)) {
                ConsumerRecord<String, byte[]> record = cursor.next();
                if (record != null) {
                    collected.add(record);
                }
                cursor.advance();
                if (collected.size() == batch) {
                    handler.handle(collected.take());
                }
            }
            partitions.forEach(
                    partition -> collected.reach(partition, end(partition))); // after markers of transactions
            handler.handle(collected.take());
        } finally {
            for (PartitionCursor cursor : cursors) {
                cursor.close();
            }
        }
    }

    /** Reads the archived records of a partition from this offset on. */
    PartitionCursor cursor(TopicPartition partition, long from) throws IOException {
        return new PartitionCursor(partition, ranges.getOrDefault(partition, List.of()), from);
    }

    /** The cursor with the earliest record; null if all are at their ends. */
    private static @Nullable PartitionCursor earliest(Collection<PartitionCursor> cursors) {
        PartitionCursor earliest = null;
        long time = Long.MAX_VALUE;
        for (PartitionCursor cursor : cursors) {
            ConsumerRecord<String, byte[]> record = cursor.next();
            if (record != null && (earliest == null || record.timestamp() < time)) {
                earliest = cursor;
                time = record.timestamp();
            }
        }
        return earliest;
    }

    /**
     * Where a reader of the whole log starts: it first passes the archived records to {@code handler}, and then reads the topics from there.
     * Use it for one reader.
     */
    public Start thenLog(Handler handler) {
        Map<TopicPartition, Long> passed = new HashMap<>();
        return (consumer, partitions, handled) -> {
            Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
            if (!handled.isEmpty()) {
                requireStillThere(handled, beginnings);
                return handled;
            }
            requireSameLog(consumer.endOffsets(partitions));
            Map<TopicPartition, Long> positions = positions(beginnings);
            Map<TopicPartition, Long> from = new HashMap<>();
            partitions.forEach(partition -> from.put(partition, passed.getOrDefault(partition, 0L)));
            read(from, BATCH, records -> {
                handler.handle(records);
                records.nextOffsets().forEach((partition, next) -> passed.put(partition, next.offset()));
            });
            return positions;
        };
    }

    private static void requireStillThere(Map<TopicPartition, Long> handled, Map<TopicPartition, Long> beginnings) {
        beginnings.forEach((partition, beginning) -> {
            if (handled.getOrDefault(partition, 0L) < beginning) {
                throw new LogArchiveException("The log was compacted while it was read. Run the command again.");
            }
        });
    }

    /**
     * The offsets from which the topics are read after the archive.
     *
     * @param beginnings the first offsets in the topics
     * @throws LogArchiveException if records between the archive and a topic are missing
     */
    public Map<TopicPartition, Long> positions(Map<TopicPartition, Long> beginnings) {
        requireComplete(beginnings);
        Map<TopicPartition, Long> positions = new HashMap<>(beginnings);
        positions.replaceAll((partition, beginning) -> Math.max(beginning, end(partition)));
        return positions;
    }

    /** Records for a handler, and the positions after them. */
    private static final class Batch {
        private Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> records = new LinkedHashMap<>();
        private Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        private int size;

        int size() {
            return size;
        }

        void add(ConsumerRecord<String, byte[]> record) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            records.computeIfAbsent(partition, p -> new ArrayList<>()).add(record);
            reach(partition, record.offset() + 1);
            size++;
        }

        void reach(TopicPartition partition, long position) {
            next.put(partition, new OffsetAndMetadata(position));
        }

        ConsumerRecords<String, byte[]> take() {
            ConsumerRecords<String, byte[]> taken = new ConsumerRecords<>(records, next);
            records = new LinkedHashMap<>();
            next = new HashMap<>();
            size = 0;
            return taken;
        }
    }
}
