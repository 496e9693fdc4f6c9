package dcm.command.admission.stream;

import dcm.contract.topic.Topic;
import dcm.kafka.BrokerUserProvisioner;
import dcm.kafka.KafkaConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The permission to rebuild admission's state. At most one process has it, and none while admission runs: the holder is a member of
 * admission's consumer group with another protocol than Kafka Streams, and the broker does not admit both protocols at the same time. The
 * broker rejects a transaction with the metadata of a holder that lost its membership.
 */
final class RebuildLock implements AutoCloseable {
    private static final Duration JOIN = Duration.ofSeconds(5);
    private static final Duration LEAVE = Duration.ofSeconds(5);

    /** Who has this partition holds the lock, in case two processes join at the same time. */
    private static final TopicPartition DECISIVE = new TopicPartition(Topic.INTENTS.topicName(), 0);

    private final Consumer<byte[], byte[]> member;

    private RebuildLock(Consumer<byte[], byte[]> member) {
        this.member = member;
    }

    /** Takes the lock; empty if admission runs, or another process rebuilds. */
    static Optional<RebuildLock> tryAcquire(KafkaConnection connection) {
        RebuildLock lock = new RebuildLock(new KafkaConsumer<>(
                connection.with(Map.of(
                        ConsumerConfig.GROUP_ID_CONFIG,
                        BrokerUserProvisioner.STREAMS_APPLICATION,
                        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                        RangeAssignor.class.getName(),
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "latest", // nothing is read
                        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                        6_000,
                        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                        1_500,
                        // Longer than any rebuild. A process that joins waits for the holder this long.
                        ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                        (int) Duration.ofHours(1).toMillis())),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer()));
        boolean joined = false;
        try {
            joined = lock.join();
        } finally {
            if (!joined) {
                lock.close();
            }
        }
        return joined ? Optional.of(lock) : Optional.empty();
    }

    private boolean join() {
        member.subscribe(List.of(DECISIVE.topic()));
        long end = System.nanoTime() + JOIN.toNanos();
        try {
            while (member.assignment().isEmpty() && System.nanoTime() < end) {
                member.poll(Duration.ofMillis(100));
            }
        } catch (InconsistentGroupProtocolException e) { // admission runs
            return false;
        }
        return member.assignment().contains(DECISIVE);
    }

    /** The membership. A transaction with it fails after the lock was lost. */
    ConsumerGroupMetadata membership() {
        return member.groupMetadata();
    }

    @Override
    public void close() {
        member.close(CloseOptions.timeout(LEAVE)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
}
