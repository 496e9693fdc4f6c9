package dcm.rest.log;

import dcm.kafka.KafkaConnection;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;

/** Provides the service's Kafka connection, from the same {@code kafka.*} settings as the message channels. */
final class KafkaConnectionProducer {
    @Produces
    @Singleton
    KafkaConnection connection(@Identifier("default-kafka-broker") Map<String, Object> settings) {
        return KafkaConnection.of(settings);
    }
}
