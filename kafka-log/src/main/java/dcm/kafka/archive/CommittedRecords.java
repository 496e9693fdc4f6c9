package dcm.kafka.archive;

import dcm.kafka.KafkaConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a part of a topic's partition. */
final class CommittedRecords {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int BATCH = 2_000;
    /** A fetch beyond the end of one partition holds back those of the next one, for half a second by default. */
    private static final int FETCH_MAX_WAIT_MILLIS = 10;

    private CommittedRecords() {}

    @FunctionalInterface
    interface Handler {
        void handle(ConsumerRecord<String, byte[]> record) throws IOException;
    }

    static Consumer<String, byte[]> consumer(KafkaConnection connection) {
        return new KafkaConsumer<>(
                connection.with(Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        FETCH_MAX_WAIT_MILLIS,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        BATCH)),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    /**
     * Passes the records with the offsets from {@code from} to before {@code to} to the handler.
     *
     * @param log a reader of committed records
     * @throws LogArchiveException if no progress is made for a minute
     */
    static void read(Consumer<String, byte[]> log, TopicPartition partition, long from, long to, Handler handler)
            throws IOException {
        log.assign(List.of(partition));
        log.seek(partition, from);
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        for (long position = from; position < to; position = log.position(partition)) {
            for (ConsumerRecord<String, byte[]> record : log.poll(POLL)) {
                if (record.offset() < to) {
                    handler.handle(record);
                }
            }
            if (log.position(partition) > position) {
                deadline = System.nanoTime() + TIMEOUT.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new LogArchiveException("%s could not be read beyond %d.".formatted(partition, position));
            }
        }
    }
}
