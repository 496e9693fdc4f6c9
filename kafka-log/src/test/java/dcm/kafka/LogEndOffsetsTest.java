package dcm.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.identity.AggregateId;
import dcm.contract.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogEndOffsetsTest {
    @ParameterizedTest
    @ValueSource(strings = {"owner/alice", "owner/bob", "host/n1", "catalog"})
    void aggregateIsMappedToTheDefaultPartitionOfItsKey(String aggregate) {
        byte[] key = aggregate.getBytes(StandardCharsets.UTF_8);
        int chosen = BuiltInPartitioner.partitionForKey(key, Topic.EVENTS.partitions());

        assertThat(LogEndOffsets.partition(Topic.EVENTS, new AggregateId(aggregate)))
                .isEqualTo(new TopicPartition("dcm.events", chosen));
    }

    @Test
    void unreachableBrokerGivesNoLogEnd() {
        try (var log = new LogEndOffsets(KafkaConnection.of(Map.of("bootstrap.servers", "localhost:1")))) {
            assertThat(log.of(new TopicPartition("dcm.events", 0), Duration.ofMillis(50)))
                    .isEmpty();
        }
    }
}
