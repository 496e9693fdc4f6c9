package dcm.worker;

import dcm.contract.codec.Codec;
import dcm.contract.envelope.Message;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaRecords;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;

/** Records as a worker reads them from the log. */
public final class LogRecords {
    private LogRecords() {}

    /** A batch of one record. */
    public static <T> ConsumerRecords<String, byte[]> of(
            Codec<T> codec, Topic topic, String key, Message<? extends T> message) {
        ProducerRecord<String, byte[]> written = KafkaRecords.record(codec, topic, 0, key, message);
        return batch(new ConsumerRecord<>(
                written.topic(),
                0,
                0,
                written.timestamp(),
                TimestampType.CREATE_TIME,
                0,
                0,
                written.key(),
                written.value(),
                written.headers(),
                Optional.empty()));
    }

    /** A batch of the tombstone of a key. */
    public static ConsumerRecords<String, byte[]> tombstone(Topic topic, String key) {
        return batch(new ConsumerRecord<>(topic.topicName(), 0, 0, key, null));
    }

    private static ConsumerRecords<String, byte[]> batch(ConsumerRecord<String, byte[]> read) {
        return new ConsumerRecords<>(Map.of(new TopicPartition(read.topic(), 0), List.of(read)), Map.of());
    }
}
