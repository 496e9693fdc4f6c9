package dcm.kafka.archive;

import dcm.kafka.KafkaConnection;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Compares the records that are both in the archive and in the topics. Usually there are none, because a compaction deletes from the topics
 * what it has archived. They differ if one of the two was restored from another backup, and deleting from the topics would lose records then.
 */
public final class ArchiveComparison {
    private final LogArchive archive;
    private final Supplier<Consumer<String, byte[]>> log;

    public ArchiveComparison(LogArchive archive, KafkaConnection connection) {
        this(archive, () -> CommittedRecords.consumer(connection));
    }

    /** @param log creates a reader of committed records */
    ArchiveComparison(LogArchive archive, Supplier<Consumer<String, byte[]>> log) {
        this.archive = archive;
        this.log = log;
    }

    /**
     * Compares all records that are in both.
     *
     * @param beginnings the first offsets in the topics
     * @throws LogArchiveException if a record differs, is missing in one of the two, or cannot be read
     */
    public void requireSame(Map<TopicPartition, Long> beginnings) {
        try (Consumer<String, byte[]> reading = log.get()) {
            for (Map.Entry<TopicPartition, Long> beginning : beginnings.entrySet()) {
                if (beginning.getValue() < archive.end(beginning.getKey())) {
                    requireSame(reading, beginning.getKey(), beginning.getValue());
                }
            }
        } catch (IOException | KafkaException e) {
            throw new LogArchiveException("The log cannot be compared with its archive: " + e, e);
        }
    }

    private void requireSame(Consumer<String, byte[]> reading, TopicPartition partition, long beginning)
            throws IOException {
        try (PartitionCursor archived = archive.cursor(partition, beginning)) {
            CommittedRecords.read(reading, partition, beginning, archive.end(partition), record -> {
                if (!isSame(archived.next(), record)) {
                    throw differs(partition, record.offset());
                }
                archived.advance();
            });
            ConsumerRecord<String, byte[]> missing = archived.next();
            if (missing != null) {
                throw differs(partition, missing.offset());
            }
        }
    }

    private static boolean isSame(@Nullable ConsumerRecord<String, byte[]> one, ConsumerRecord<String, byte[]> other) {
        return one != null
                && one.offset() == other.offset()
                && one.timestamp() == other.timestamp()
                && Objects.equals(one.key(), other.key())
                && Arrays.equals(one.value(), other.value())
                && one.headers().equals(other.headers());
    }

    private static LogArchiveException differs(TopicPartition partition, long offset) {
        return new LogArchiveException(
                "%s and its archive differ at %d: one of them is from another state of DCM. Nothing was changed. Restore both from the same backup."
                        .formatted(partition, offset));
    }
}
