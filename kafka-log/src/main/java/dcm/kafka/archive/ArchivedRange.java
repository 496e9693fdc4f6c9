package dcm.kafka.archive;

import java.nio.file.Path;
import org.apache.kafka.common.TopicPartition;

/**
 * A file of the archive: the committed records of one partition between two offsets.
 *
 * @param from the offset at which the range begins
 * @param to the offset after the range
 * @param records the number of records; markers of transactions have offsets, too, but are not archived
 * @param sha256 the checksum of the file
 */
record ArchivedRange(Path file, TopicPartition partition, long from, long to, long records, String sha256) {
    private static final int FIELDS = 6;

    /** The line in {@link ArchiveSection#INDEX}. */
    String line() {
        return "%s %d %d %d %d %s".formatted(partition.topic(), partition.partition(), from, to, records, sha256);
    }

    /**
     * Parses a line.
     *
     * @param directory of the section
     */
    static ArchivedRange parse(Path directory, String line) {
        String[] fields = line.split(" ", -1);
        if (fields.length != FIELDS) {
            throw new LogArchiveException("The archive of the log is damaged: %s has the line '%s'."
                    .formatted(directory.resolve(ArchiveSection.INDEX), line));
        }
        var partition = new TopicPartition(fields[0], Integer.parseInt(fields[1]));
        return new ArchivedRange(
                directory.resolve(partition.toString()),
                partition,
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                fields[5]);
    }
}
