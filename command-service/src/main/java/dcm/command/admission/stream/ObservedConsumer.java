package dcm.command.admission.stream;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer of a stream thread that adds what it polls to the thread's {@link UnprocessedRecords}. */
final class ObservedConsumer extends KafkaConsumer<byte[], byte[]> {
    ObservedConsumer(Map<String, Object> config) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
        if (!records.isEmpty()) {
            UnprocessedRecords.ofThread().polled(records, assignment());
        }
        return records;
    }
}
