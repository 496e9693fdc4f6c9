package dcm.command.admission.stream;

import dcm.kafka.KafkaRecords;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer of a stream thread that adds what it polls to the thread's {@link UnprocessedRecords}.
 *
 * <p>Under load, it polls twice: the broker has answered the fetch that was sent before the last transaction with the first record that
 * arrived then, which would get a transaction of its own. The next fetch has all others.
 */
final class ObservedConsumer extends KafkaConsumer<byte[], byte[]> {
    /** A thread that polls so soon after a commit is under load: a single client needs longer to send its next request. */
    private static final Duration UNDER_LOAD = Duration.ofMillis(3);

    private static final Duration SECOND_POLL = Duration.ofMillis(2);

    ObservedConsumer(Map<String, Object> config) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        UnprocessedRecords unprocessed = UnprocessedRecords.ofThread();
        boolean underLoad = unprocessed.hasCommittedWithin(UNDER_LOAD);
        ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
        if (records.isEmpty()) {
            return records;
        }
        if (underLoad) {
            records = KafkaRecords.together(records, secondPoll(records), assignment());
        }
        unprocessed.polled(records, assignment());
        return records;
    }

    /** If it fails, the caller gets no records, so that the next poll has to return the first ones again. */
    private ConsumerRecords<byte[], byte[]> secondPoll(ConsumerRecords<byte[], byte[]> first) {
        try {
            return super.poll(SECOND_POLL);
        } catch (RuntimeException e) {
            for (TopicPartition partition : first.partitions()) {
                if (assignment().contains(partition)) {
                    seek(partition, first.records(partition).getFirst().offset());
                }
            }
            throw e;
        }
    }
}
