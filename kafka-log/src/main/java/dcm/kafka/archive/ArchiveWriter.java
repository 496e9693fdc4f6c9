package dcm.kafka.archive;

import dcm.kafka.KafkaConnection;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends a section to the archive of the log. The section is written as a draft, forced to the disk, read again, and only then renamed. An
 * interrupted or failed attempt leaves the archive unchanged. Used by one process at a time.
 */
public final class ArchiveWriter {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final Logger LOG = LoggerFactory.getLogger(ArchiveWriter.class);

    private final Path directory;
    private final Supplier<Consumer<String, byte[]>> log;

    public ArchiveWriter(Path directory, KafkaConnection connection) {
        this(directory, () -> CommittedRecords.consumer(connection));
    }

    /** @param log creates a reader of committed records */
    ArchiveWriter(Path directory, Supplier<Consumer<String, byte[]>> log) {
        this.directory = directory;
        this.log = log;
    }

    /**
     * Copies the records between the end of the archive and {@code until}. When this method returns, they are on the disk.
     *
     * @param until the offset after the last record of each partition
     * @param progress gets a line for each partition
     * @return the archive with the new section
     * @throws LogArchiveException if that fails; the archive is unchanged then
     */
    public LogArchive append(Map<TopicPartition, Long> until, java.util.function.Consumer<String> progress) {
        Path draft = directory.resolve("draft");
        try {
            Files.createDirectories(directory, OWNER_ONLY);
            DurableFiles.force(Objects.requireNonNull(directory.toAbsolutePath().getParent()));
            LogArchive archive = LogArchive.open(directory);
            delete(draft); // of a compaction that was interrupted
            Files.createDirectory(draft, OWNER_ONLY);
            List<ArchivedRange> ranges = write(draft, until, archive::end, progress);
            ArchiveSection.writeIndex(draft, ranges);
            DurableFiles.force(draft);
            verify(draft);
            List<Path> sections = LogArchive.sections(directory);
            int number = sections.isEmpty()
                    ? 1
                    : Integer.parseInt(sections.getLast().getFileName().toString()) + 1;
            Files.move(draft, directory.resolve("%08d".formatted(number)), StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.force(directory);
            return LogArchive.open(directory);
        } catch (IOException | KafkaException e) {
            throw new LogArchiveException("Cannot write the archive of the log to %s: %s".formatted(directory, e), e);
        } finally {
            deleteQuietly(draft); // a full disk must not stay full
        }
    }

    private static void deleteQuietly(Path draft) {
        try {
            delete(draft);
        } catch (IOException e) {
            LOG.warn("draft of the archive was not deleted: file={} reason={}", draft, e.toString());
        }
    }

    private List<ArchivedRange> write(
            Path draft,
            Map<TopicPartition, Long> until,
            ToLongFunction<TopicPartition> archived,
            java.util.function.Consumer<String> progress)
            throws IOException {
        List<ArchivedRange> ranges = new ArrayList<>();
        try (Consumer<String, byte[]> reading = log.get()) {
            List<TopicPartition> partitions = until.keySet().stream()
                    .sorted(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition))
                    .toList();
            for (TopicPartition partition : partitions) {
                long from = archived.applyAsLong(partition);
                long to = until.getOrDefault(partition, 0L);
                if (from < to) {
                    ArchivedRange range = write(draft, reading, partition, from, to);
                    ranges.add(range);
                    progress.accept("%s: %,d records archived".formatted(partition, range.records()));
                }
            }
        }
        return ranges;
    }

    private static ArchivedRange write(
            Path draft, Consumer<String, byte[]> log, TopicPartition partition, long from, long to) throws IOException {
        Path file = draft.resolve(partition.toString());
        long[] records = {0};
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(
                new GZIPOutputStream(Files.newOutputStream(file), RecordFile.BUFFER), RecordFile.BUFFER))) {
            out.writeInt(RecordFile.VERSION);
            CommittedRecords.read(log, partition, from, to, record -> {
                RecordFile.write(out, record);
                records[0]++;
            });
        }
        DurableFiles.force(file);
        return new ArchivedRange(file, partition, from, to, records[0], RecordFile.sha256(file));
    }

    /** Reads a section as a rebuild would. */
    private static void verify(Path section) throws IOException {
        for (ArchivedRange range : ArchiveSection.read(section)) {
            try (PartitionCursor cursor = new PartitionCursor(range.partition(), List.of(range), range.from())) {
                while (cursor.next() != null) {
                    cursor.advance();
                }
            }
        }
    }

    private static void delete(Path draft) throws IOException {
        if (Files.exists(draft)) {
            try (Stream<Path> files = Files.list(draft)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    Files.delete(file);
                }
            }
            Files.delete(draft);
        }
    }
}
