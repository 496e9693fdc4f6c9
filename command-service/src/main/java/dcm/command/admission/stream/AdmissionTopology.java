package dcm.command.admission.stream;

import dcm.command.admission.decision.AdmissionPolicy;
import dcm.contract.topic.Topic;
import dcm.trace.Tracing;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.Stores;

/** Intents, reports and heartbeats in; events, orders, desired state and snapshots out. Each aggregate belongs to one task. */
final class AdmissionTopology {
    private static final String ADMISSION = "admission";
    private static final String INPUTS = "asked-and-reported";
    private static final String HEARTBEATS = "heartbeats";

    private AdmissionTopology() {}

    static Topology of(
            ReferenceTables tables,
            AdmissionPolicy policy,
            AdmissionStatus status,
            TaskDryRuns dryRuns,
            Tracing tracing) {
        Topology topology = new Topology();
        topology.addSource(
                INPUTS,
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                Topic.INTENTS.topicName(),
                Topic.REPORTS.topicName());
        // They cause no events, and old ones are deleted soon: a new position is the end.
        topology.addSource(
                AutoOffsetReset.latest(),
                HEARTBEATS,
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                Topic.HEARTBEATS.topicName());
        topology.addProcessor(
                ADMISSION, () -> new Admission(tables, policy, status, dryRuns, tracing), INPUTS, HEARTBEATS);
        // In memory with a changelog topic: the state is only a few MB, and a disk failure loses nothing.
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(AdmissionStateStore.NAME),
                                Serdes.String(),
                                Serdes.ByteArray())
                        .withCachingDisabled(),
                ADMISSION);
        for (Topic topic : List.of(
                Topic.EVENTS,
                Topic.INTENTS,
                Topic.ORDERS,
                Topic.WANTED,
                Topic.ACCOUNTS,
                Topic.HOSTS,
                Topic.LIVENESS,
                Topic.CATALOG)) {
            topology.addSink(
                    OutgoingRecord.sink(topic),
                    (key, outgoing, context) -> outgoing.topicName(topic),
                    new StringSerializer(),
                    new ValueSerializer(),
                    new Partition(),
                    ADMISSION);
        }
        return topology;
    }

    private static final class ValueSerializer implements Serializer<OutgoingRecord> {
        @Override
        @SuppressWarnings("NullAway") // null is how Kafka represents a tombstone
        public byte[] serialize(String topic, OutgoingRecord outgoing) {
            return outgoing.value();
        }
    }

    private static final class Partition implements StreamPartitioner<String, OutgoingRecord> {
        @Override
        public Optional<Set<Integer>> partitions(String topic, String key, OutgoingRecord value, int count) {
            return Optional.ofNullable(value.partition()).map(Set::of);
        }
    }
}
