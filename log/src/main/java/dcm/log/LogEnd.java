package dcm.log;

import dcm.contract.identity.AggregateId;
import dcm.contract.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/**
 * Tells how far the log has been written. Who has read up to there has read everything that anybody had been told of before: an answer is
 * given when its transaction is committed, readers see what is in it when the broker has marked every partition. Thread-safe.
 */
public final class LogEnd implements AutoCloseable {
    private final Admin admin;

    /** @param connection to the broker */
    public LogEnd(KafkaConnection connection) {
        admin = Admin.create(connection.with(Map.of(
                AdminClientConfig.CLIENT_ID_CONFIG,
                "log-end",
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                500)));
    }

    /** The partition of {@code topic} in which everything about {@code aggregate} stands. */
    public static TopicPartition partition(Topic topic, AggregateId aggregate) {
        byte[] key = aggregate.value().getBytes(StandardCharsets.UTF_8);
        int hashed = Utils.toPositive(Utils.murmur2(key)) % topic.partitions();
        return new TopicPartition(topic.topicName(), aggregate.partition().orElse(hashed));
    }

    /** The offset after the last record that was written to {@code partition}; empty if the broker does not say so in time. */
    public OptionalLong of(TopicPartition partition, Duration bound) {
        try {
            return OptionalLong.of(admin.listOffsets(
                            Map.of(partition, OffsetSpec.latest()),
                            new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED).timeoutMs((int) bound.toMillis()))
                    .partitionResult(partition)
                    .get(bound.toMillis(), TimeUnit.MILLISECONDS)
                    .offset());
        } catch (ExecutionException | TimeoutException e) {
            return OptionalLong.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
