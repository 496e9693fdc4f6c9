package dcm.kafka;

import static java.util.stream.Collectors.toMap;

import dcm.contract.identity.AggregateId;
import dcm.contract.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
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
 * Reads the end offset of a partition, including uncommitted records. A reader that has reached this offset has read
 * every event for which a response was sent before: responses are sent when a transaction commits, but readers see its
 * records only after the broker has written the commit marker to each partition. Calls that arrive during a request, or soon after it was
 * sent, share the next one.
 * Thread-safe.
 */
public final class LogEndOffsets implements AutoCloseable {
    /** After that, a request that the broker does not answer no longer holds back the next one. */
    private static final int TIMEOUT_MILLIS = 500;

    /** Under load, calls of this time share a request; a lone call does not wait. */
    private static final Duration INTERVAL = Duration.ofMillis(4);

    private final Admin admin;
    private final SharedRequests<TopicPartition, Long> requests = new SharedRequests<>(INTERVAL, this::request);

    /** @param connection the connection to the broker */
    public LogEndOffsets(KafkaConnection connection) {
        admin = Admin.create(connection.with(Map.of(
                AdminClientConfig.CLIENT_ID_CONFIG,
                "log-end",
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                500)));
    }

    /** The partition of {@code topic} with the records of {@code aggregate}. */
    public static TopicPartition partition(Topic topic, AggregateId aggregate) {
        byte[] key = aggregate.value().getBytes(StandardCharsets.UTF_8);
        int hashed = Utils.toPositive(Utils.murmur2(key)) % topic.partitions();
        return new TopicPartition(topic.topicName(), aggregate.partition().orElse(hashed));
    }

    /**
     * The offset after the last record in {@code partition}; empty if the broker does not answer within {@code bound}.
     */
    public OptionalLong of(TopicPartition partition, Duration bound) {
        try {
            return OptionalLong.of(requests.submit(partition).get(bound.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return OptionalLong.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        }
    }

    private CompletionStage<Map<TopicPartition, Long>> request(Set<TopicPartition> partitions) {
        return admin.listOffsets(
                        partitions.stream().collect(toMap(partition -> partition, partition -> OffsetSpec.latest())),
                        new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED).timeoutMs(TIMEOUT_MILLIS))
                .all()
                .toCompletionStage()
                .thenApply(found -> found.entrySet().stream()
                        .collect(toMap(Map.Entry::getKey, end -> end.getValue().offset())));
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
