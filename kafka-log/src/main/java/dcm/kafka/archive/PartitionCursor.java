package dcm.kafka.archive;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads the archived records of one partition in order. Checks the checksum of each file before it reads it. Not thread-safe. */
final class PartitionCursor implements AutoCloseable {
    private final Deque<ArchivedRange> ranges;
    private final TopicPartition partition;
    private final long from;

    private @Nullable ArchivedRange range;
    private @Nullable DataInputStream in;
    /** The records of the open file that were not read yet. */
    private long left;

    /** The offset after the last record. */
    private long position;

    private @Nullable ConsumerRecord<String, byte[]> next;

    /** @param from the first offset to read */
    PartitionCursor(TopicPartition partition, List<ArchivedRange> ranges, long from) throws IOException {
        this.partition = partition;
        this.from = from;
        this.ranges = new ArrayDeque<>(
                ranges.stream().filter(range -> range.to() > from).toList());
        try {
            advance();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The next record, which {@link #advance} skips; null at the end. */
    @Nullable
    ConsumerRecord<String, byte[]> next() {
        return next;
    }

    void advance() throws IOException {
        do {
            next = read();
        } while (next != null && next.offset() < from);
    }

    private @Nullable ConsumerRecord<String, byte[]> read() throws IOException {
        while (left == 0) {
            requireEnd();
            if (ranges.isEmpty()) {
                return null;
            }
            open(ranges.removeFirst());
        }
        DataInputStream reading = in;
        ArchivedRange of = range;
        if (reading == null || of == null) {
            throw new IllegalStateException("no file is open");
        }
        ConsumerRecord<String, byte[]> record = RecordFile.read(reading, partition);
        if (record.offset() < Math.max(position, of.from()) || record.offset() >= of.to()) {
            throw damaged(of, "the record " + record.offset() + " is not at its place");
        }
        position = record.offset() + 1;
        left--;
        return record;
    }

    private void open(ArchivedRange opened) throws IOException {
        if (!RecordFile.sha256(opened.file()).equals(opened.sha256())) {
            throw damaged(opened, "its checksum is wrong");
        }
        in = RecordFile.open(opened.file());
        range = opened;
        left = opened.records();
    }

    private void requireEnd() throws IOException {
        DataInputStream read = in;
        if (read != null && range != null && read.read() >= 0) {
            throw damaged(range, "it has more records than the index states");
        }
        close();
    }

    private static LogArchiveException damaged(ArchivedRange range, String reason) {
        return new LogArchiveException("The archive of the log is damaged: %s, %s. Restore this file from a backup."
                .formatted(range.file(), reason));
    }

    @Override
    public void close() throws IOException {
        DataInputStream open = in;
        in = null;
        if (open != null) {
            open.close();
        }
    }
}
