package dcm.command.admission.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class UnprocessedRecordsTest {
    private static final TopicPartition INTENTS = new TopicPartition(Topic.INTENTS.topicName(), 3);
    private static final TopicPartition REPORTS = new TopicPartition(Topic.REPORTS.topicName(), 3);

    private final UnprocessedRecords unprocessed = new UnprocessedRecords();

    @Test
    void nothingIsUnprocessedBeforeTheFirstPoll() {
        assertThat(unprocessed.isEmpty()).isTrue();
    }

    @Test
    void recordsAreUnprocessedUntilTheLastOfEachPartition() {
        poll(Map.of(INTENTS, List.of(7L, 8L, 10L), REPORTS, List.of(2L)));

        unprocessed.processed(INTENTS, 7);
        unprocessed.processed(REPORTS, 2);
        unprocessed.processed(INTENTS, 8);
        assertThat(unprocessed.isEmpty()).isFalse();

        unprocessed.processed(INTENTS, 10);
        assertThat(unprocessed.isEmpty()).isTrue();
    }

    @Test
    void recordsPolledAgainAfterARollbackAreUnprocessed() {
        poll(Map.of(INTENTS, List.of(7L, 8L)));
        poll(Map.of(INTENTS, List.of(5L)));

        unprocessed.processed(INTENTS, 5);

        assertThat(unprocessed.isEmpty()).isTrue();
    }

    @Test
    void recordsOfARevokedPartitionAreForgottenAtTheNextPoll() {
        poll(Map.of(INTENTS, List.of(7L)));

        unprocessed.polled(records(Map.of(REPORTS, List.of(1L))), Set.of(REPORTS));
        unprocessed.processed(REPORTS, 1);

        assertThat(unprocessed.isEmpty()).isTrue();
    }

    /** They would make an intent wait that was polled with them. */
    @Test
    void heartbeatsDoNotCount() {
        TopicPartition heartbeats = new TopicPartition(Topic.HEARTBEATS.topicName(), 3);
        unprocessed.polled(
                records(Map.of(INTENTS, List.of(7L), heartbeats, List.of(1L, 2L))), Set.of(INTENTS, heartbeats));

        unprocessed.processed(INTENTS, 7);

        assertThat(unprocessed.isEmpty()).isTrue();
    }

    @Test
    void processedRecordsWaitUntilTheCommit() {
        poll(Map.of(INTENTS, List.of(7L, 8L)));
        assertThat(unprocessed.haveWaited(Duration.ZERO)).isFalse();

        unprocessed.processed(INTENTS, 7);
        assertThat(unprocessed.haveWaited(Duration.ZERO)).isTrue();
        assertThat(unprocessed.haveWaited(Duration.ofMinutes(1))).isFalse();

        unprocessed.committed();
        assertThat(unprocessed.haveWaited(Duration.ZERO)).isFalse();
    }

    private void poll(Map<TopicPartition, List<Long>> offsets) {
        unprocessed.polled(records(offsets), Set.of(INTENTS, REPORTS));
    }

    private static ConsumerRecords<byte[], byte[]> records(Map<TopicPartition, List<Long>> offsets) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
        offsets.forEach((partition, all) -> records.put(
                partition,
                all.stream()
                        .map(offset -> new ConsumerRecord<>(
                                partition.topic(), partition.partition(), offset, new byte[0], new byte[0]))
                        .toList()));
        return new ConsumerRecords<>(records, Map.of());
    }
}
