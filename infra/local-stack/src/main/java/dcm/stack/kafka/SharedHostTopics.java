package dcm.stack.kafka;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.desired.DesiredState;
import dcm.contract.identity.HostName;
import dcm.contract.order.Order;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaConnection;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogReader;
import dcm.kafka.TopicProvisioner;
import dcm.stack.machine.StackFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Moves the records of {@code dcm.orders} and {@code dcm.wanted}, which the hosts shared in earlier versions, to the
 * topics of the hosts. Admission and the workers must not run. An interrupted move can be repeated: the shared topic is
 * deleted last, and the records that were moved already are skipped.
 */
public final class SharedHostTopics {
    private static final int PARTITIONS = 64;
    private static final Duration BOUND = Duration.ofMinutes(10);

    private final KafkaConnection connection;
    private final short replication;

    /**
     * @param connection of a super user
     * @param replication the replication factor of the new topics
     */
    public SharedHostTopics(KafkaConnection connection, short replication) {
        this.connection = connection;
        this.replication = replication;
    }

    /** Moves all records, if the installation has these topics. */
    public void move(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        Set<String> existing = admin.listTopics().names().get();
        // Desired state first, because a worker discards an old order of a container that is not in the desired state.
        if (existing.contains(Topic.WANTED.topicName())) {
            Codec<DesiredState> codec = new Codec<>(Families.WANTED);
            move(
                    admin,
                    Topic.WANTED,
                    record -> KafkaRecords.message(codec, record).payload().host());
        }
        if (existing.contains(Topic.ORDERS.topicName())) {
            Codec<Order> codec = new Codec<>(Families.ORDERS);
            move(
                    admin,
                    Topic.ORDERS,
                    record -> KafkaRecords.message(codec, record).payload().host());
        }
    }

    /** A reader of committed records stops before the first record of an open transaction, and would miss what follows. */
    private static void requireNoOpenTransaction(Admin admin, Topic topic)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> all = LogReader.partitions(topic.topicName(), PARTITIONS).stream()
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        boolean open = !offsets(admin, all, IsolationLevel.READ_COMMITTED)
                .equals(offsets(admin, all, IsolationLevel.READ_UNCOMMITTED));
        if (open) {
            throw new StackFailure("%s has a transaction that is not complete yet. Run ./dcm up again in a minute."
                    .formatted(topic.topicName()));
        }
    }

    private static Map<TopicPartition, Long> offsets(
            Admin admin, Map<TopicPartition, OffsetSpec> partitions, IsolationLevel isolation)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        admin.listOffsets(partitions, new ListOffsetsOptions(isolation))
                .all()
                .get()
                .forEach((partition, end) -> offsets.put(partition, end.offset()));
        return offsets;
    }

    private void move(Admin admin, Topic topic, Function<ConsumerRecord<String, byte[]>, HostName> hostOf)
            throws InterruptedException, ExecutionException, TimeoutException {
        MovedRecords moved = MovedRecords.read(admin, connection, topic, BOUND);
        Destinations destinations = new Destinations(admin, hostOf, replication);
        try (Producer<String, byte[]> producer = new KafkaProducer<>(
                        connection.with(Map.of(ProducerConfig.ACKS_CONFIG, "all")),
                        new StringSerializer(),
                        new ByteArraySerializer());
                LogReader reader = new LogReader(
                        topic.topicName(),
                        connection,
                        LogReader.partitions(topic.topicName(), PARTITIONS),
                        LogReader.Start.BEGINNING,
                        records -> copy(topic, records, destinations, moved, producer))) {
            if (!reader.start().awaitCaughtUp(BOUND)) {
                throw new StackFailure("Cannot move %s to the topics of the hosts: %s"
                        .formatted(
                                topic.topicName(),
                                reader.failure().map(Throwable::getMessage).orElse("not complete in time")));
            }
        }
        requireNoOpenTransaction(admin, topic);
        admin.deleteTopics(List.of(topic.topicName())).all().get();
    }

    private static void copy(
            Topic topic,
            Iterable<ConsumerRecord<String, byte[]>> records,
            Destinations destinations,
            MovedRecords moved,
            Producer<String, byte[]> producer)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<ConsumerRecord<String, byte[]>, Future<RecordMetadata>> written = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            @Nullable HostName host = destinations.of(record);
            if (host != null && !moved.contains(host, record)) {
                written.put(
                        record,
                        producer.send(new ProducerRecord<>(
                                topic.topicName(host),
                                0,
                                record.timestamp(),
                                record.key(),
                                record.value(),
                                moved.headers(record))));
            }
        }
        for (var entry : written.entrySet()) {
            entry.getValue().get();
            moved.add(Objects.requireNonNull(destinations.of(entry.getKey())), entry.getKey());
        }
    }

    /** The host of each record, whose topics exist. */
    private static final class Destinations {
        private final Admin admin;
        private final Function<ConsumerRecord<String, byte[]>, HostName> hostOf;
        private final short replication;
        private final Map<String, HostName> hostOfKey = new HashMap<>(); // for tombstones, which have no content
        private final Set<HostName> created = new HashSet<>();

        Destinations(Admin admin, Function<ConsumerRecord<String, byte[]>, HostName> hostOf, short replication) {
            this.admin = admin;
            this.hostOf = hostOf;
            this.replication = replication;
        }

        /** Null for a tombstone whose host is not known. */
        @Nullable
        HostName of(ConsumerRecord<String, byte[]> record)
                throws InterruptedException, ExecutionException, TimeoutException {
            String key = record.partition() + "/" + record.key();
            @Nullable HostName host = record.value() == null ? hostOfKey.get(key) : hostOf.apply(record);
            if (host != null) {
                hostOfKey.put(key, host);
                if (created.add(host)) {
                    TopicProvisioner.ensure(admin, host, replication);
                }
            }
            return host;
        }
    }
}
