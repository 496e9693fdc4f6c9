package dcm.command.admission.stream;

import dcm.intent.IntentOutcomes;
import dcm.kafka.KafkaConnection;
import jakarta.inject.Singleton;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The Kafka clients of admission's streams: the defaults of Kafka Streams, but with the connection of all clients and a
 * {@link CommitNotifyingProducer} and an {@link ObservedConsumer}.
 */
@Singleton
class AdmissionClients implements KafkaClientSupplier {
    private final KafkaConnection connection;
    private final IntentOutcomes outcomes;

    AdmissionClients(KafkaConnection connection, IntentOutcomes outcomes) {
        this.connection = connection;
        this.outcomes = outcomes;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(connection.with(config));
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new CommitNotifyingProducer(connection.with(config), outcomes::committed);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new ObservedConsumer(connection.with(config));
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    private Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
        return new KafkaConsumer<>(connection.with(config), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
