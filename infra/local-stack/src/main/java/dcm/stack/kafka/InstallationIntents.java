package dcm.stack.kafka;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.Intent;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaRecords;
import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Appends intents of the installation itself to the log. */
public final class InstallationIntents implements AutoCloseable {
    private final Producer<String, byte[]> producer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    public InstallationIntents(Installation installation) {
        Map<String, Object> config = installation.kafka().with(Map.of(ProducerConfig.ACKS_CONFIG, "all"));
        this.producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    /** Sends an intent, which is in the log when {@link #close} returns. */
    public void append(AggregateId aggregate, IntentId id, Intent intent) {
        Envelope envelope = Envelope.first(
                id.value(),
                "local-stack",
                aggregate,
                Clock.systemUTC().instant(),
                Actor.INSTALLATION,
                TraceParent.fresh());
        sent.add(producer.send(KafkaRecords.record(
                new Codec<>(Families.INTENTS),
                Topic.INTENTS,
                null,
                aggregate.value(),
                new Message<>(envelope, intent))));
    }

    /** Waits until the broker has acknowledged all intents. */
    @Override
    public void close() {
        try (producer) {
            producer.flush();
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new StackFailure("Cannot append to the log: %s".formatted(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("Interrupted while appending to the log.", e);
        }
    }
}
