package dcm.intent;

import dcm.contract.codec.Codec;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.Envelope;
import dcm.kafka.KafkaRecords;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Converts messages of the contract to messages of a channel that writes to Kafka. */
final class ChannelRecords {
    private ChannelRecords() {}

    /** The record's key is the aggregate, and its time is that of the envelope. */
    static <T> Message<byte[]> of(Codec<T> codec, dcm.contract.envelope.Message<? extends T> message) {
        return of(codec.encode(message), message.envelope());
    }

    /** An encoded message with this envelope. */
    static Message<byte[]> of(Encoded encoded, Envelope envelope) {
        var record = OutgoingKafkaRecordMetadata.<String>builder()
                .withKey(envelope.aggregate().value())
                .withTimestamp(envelope.time())
                .withHeaders(KafkaRecords.headers(encoded.headers()));
        envelope.aggregate().partition().ifPresent(record::withPartition);
        return Message.of(encoded.value()).addMetadata(record.build());
    }
}
