package dcm.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.topic.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PolledTogetherTest {
    private static final TopicPartition INTENTS = new TopicPartition(Topic.INTENTS.topicName(), 3);
    private static final TopicPartition REPORTS = new TopicPartition(Topic.REPORTS.topicName(), 3);

    @Test
    void recordsOfBothPollsAreInTheOrderOfTheLog() {
        ConsumerRecords<byte[], byte[]> both =
                KafkaRecords.together(polled(INTENTS, 7), Set.of(INTENTS), polled(INTENTS, 8, 9));

        assertThat(both.records(INTENTS)).extracting(ConsumerRecord::offset).containsExactly(7L, 8L, 9L);
        assertThat(both.nextOffsets()).containsExactly(Map.entry(INTENTS, new OffsetAndMetadata(10)));
    }

    @Test
    void recordsOfAPartitionThatAnotherInstanceHasTakenOverAreLeftToIt() {
        ConsumerRecords<byte[], byte[]> both =
                KafkaRecords.together(polled(INTENTS, 7), Set.of(REPORTS), polled(REPORTS, 1));

        assertThat(both.partitions()).containsExactly(REPORTS);
        assertThat(both.nextOffsets()).containsOnlyKeys(REPORTS);
    }

    @Test
    void recordsOfAPartitionThatIsReadAgainCountOnce() {
        ConsumerRecords<byte[], byte[]> both =
                KafkaRecords.together(polled(INTENTS, 7), Set.of(REPORTS), polled(INTENTS, 5, 6, 7));

        assertThat(both.records(INTENTS)).extracting(ConsumerRecord::offset).containsExactly(5L, 6L, 7L);
    }

    private static ConsumerRecords<byte[], byte[]> polled(TopicPartition partition, long... offsets) {
        List<ConsumerRecord<byte[], byte[]>> records = Arrays.stream(offsets)
                .mapToObj(offset -> new ConsumerRecord<>(
                        partition.topic(), partition.partition(), offset, new byte[0], new byte[0]))
                .toList();
        return new ConsumerRecords<>(
                Map.of(partition, records), Map.of(partition, new OffsetAndMetadata(offsets[offsets.length - 1] + 1)));
    }
}
