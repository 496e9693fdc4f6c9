package dcm.worker.report;

import dcm.contract.codec.Codec;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.Message;
import dcm.kafka.KafkaRecords;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;

/** Appends messages to one topic, with the aggregate as the record's key. Thread-safe. */
record LogEmitter<T>(Codec<T> codec, MutinyEmitter<byte[]> emitter) {
    /** Starts to append a message when subscribed; completes when the broker has acknowledged it. */
    Uni<Void> append(Message<? extends T> message) {
        Encoded encoded = codec.encode(message);
        return emitter.sendMessage(org.eclipse.microprofile.reactive.messaging.Message.of(encoded.value())
                .addMetadata(OutgoingKafkaRecordMetadata.<String>builder()
                        .withKey(message.envelope().aggregate().value())
                        .withTimestamp(message.envelope().time())
                        .withHeaders(KafkaRecords.headers(encoded.headers()))
                        .build()));
    }
}
