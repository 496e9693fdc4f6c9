package dcm.kafka;

import dcm.contract.codec.Codec;
import dcm.contract.codec.UnreadableRecordException;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.LogPosition;
import dcm.contract.envelope.Message;
import dcm.contract.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Converts messages to Kafka records and back. */
public final class KafkaRecords {
    private KafkaRecords() {}

    /**
     * Converts a message to a record. The record's time is that of the envelope.
     *
     * @param partition null: the hash of the key selects the partition
     */
    public static <T> ProducerRecord<String, byte[]> record(
            Codec<T> codec, Topic topic, @Nullable Integer partition, String key, Message<? extends T> message) {
        Encoded encoded = codec.encode(message);
        return new ProducerRecord<>(
                topic.topicName(),
                partition,
                message.envelope().time().toEpochMilli(),
                key,
                encoded.value(),
                headers(encoded.headers()));
    }

    /**
     * Reads the message of a record.
     *
     * @throws UnreadableRecordException with the record's position
     */
    public static <T> Message<T> message(Codec<T> codec, ConsumerRecord<String, byte[]> consumed) {
        try {
            return codec.decode(new Encoded(headers(consumed.headers()), consumed.value()));
        } catch (UnreadableRecordException e) {
            throw new UnreadableRecordException("at " + position(consumed) + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads what the records are about, in their order.
     *
     * @throws UnreadableRecordException with the position of a record
     */
    public static <T> List<T> payloads(Codec<T> codec, ConsumerRecords<String, byte[]> consumed) {
        List<T> payloads = new ArrayList<>(consumed.count());
        consumed.forEach(record -> payloads.add(message(codec, record).payload()));
        return payloads;
    }

    /**
     * The records of two polls that followed each other.
     *
     * @param kept the partitions whose first records count: neither this consumer nor another one reads them again
     */
    public static <K, V> ConsumerRecords<K, V> together(
            ConsumerRecords<K, V> first, Set<TopicPartition> kept, ConsumerRecords<K, V> second) {
        Map<TopicPartition, List<ConsumerRecord<K, V>>> records = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(first.nextOffsets());
        first.partitions().forEach(partition -> records.put(partition, new ArrayList<>(first.records(partition))));
        records.keySet().retainAll(kept);
        next.keySet().retainAll(kept);
        for (TopicPartition partition : second.partitions()) {
            records.computeIfAbsent(partition, none -> new ArrayList<>()).addAll(second.records(partition));
        }
        next.putAll(second.nextOffsets());
        return new ConsumerRecords<>(records, next);
    }

    public static LogPosition position(ConsumerRecord<?, ?> consumed) {
        return new LogPosition(consumed.topic(), consumed.partition(), consumed.offset());
    }

    public static Headers headers(Map<String, String> headers) {
        Headers kafka = new RecordHeaders();
        headers.forEach((name, value) -> kafka.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return kafka;
    }

    public static Map<String, String> headers(Headers kafka) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : kafka) {
            if (header.value() != null) { // DCM writes no null headers; one from elsewhere must not stop a reader
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return headers;
    }
}
