package dcm.worker.report;

import dcm.contract.authentication.ReportKey;
import dcm.contract.codec.Codec;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.Message;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaRecords;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;

/**
 * Appends messages to one topic, with the aggregate as the record's key. Emitters of several topics can share a producer.
 * Thread-safe.
 *
 * @param key authenticates the records
 */
record LogEmitter<T>(Codec<T> codec, Topic topic, ReportKey key, MutinyEmitter<byte[]> emitter) {
    /** Starts to append a message when subscribed; completes when the broker has acknowledged it. */
    Uni<Void> append(Message<? extends T> message) {
        String aggregate = message.envelope().aggregate().value();
        Encoded encoded = key.authenticate(topic, aggregate, codec.encode(message));
        return emitter.sendMessage(org.eclipse.microprofile.reactive.messaging.Message.of(encoded.value())
                .addMetadata(OutgoingKafkaRecordMetadata.<String>builder()
                        .withTopic(topic.topicName())
                        .withKey(aggregate)
                        .withTimestamp(message.envelope().time())
                        .withHeaders(KafkaRecords.headers(encoded.headers()))
                        .build()));
    }
}
