package dcm.journey.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.desired.DesiredState;
import dcm.contract.desired.OwnerRemovalRequested;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.topic.Topic;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.kafka.KafkaConnection;
import dcm.kafka.KafkaRecords;
import dcm.stack.kafka.SharedHostTopics;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The upgrade of an installation whose hosts share the topics of orders and desired state. */
@Tag("operations")
class SharedHostTopicsJourneyIT {
    private static final HostName T7 = new HostName("t7");
    private static final HostName T8 = new HostName("t8");
    private static final OwnerName ALICE = new OwnerName("alice");

    private final KafkaConnection connection = RunningStack.get().installation().kafka();

    @Test
    void recordsAreMovedToTheTopicsOfTheirHosts() throws Exception {
        DesiredState kept = new OwnerRemovalRequested(ALICE, T7);
        DesiredState deleted = new OwnerRemovalRequested(ALICE, T8);
        try (Admin admin = Admin.create(connection.properties())) {
            admin.createTopics(List.of(new NewTopic(Topic.WANTED.topicName(), 64, (short) 1)))
                    .all()
                    .get();
            try {
                write(3, kept);
                write(5, deleted);
                delete(5, deleted.key());

                new SharedHostTopics(connection, (short) 1).move(admin);

                // The broker that answers learns of a deletion a moment after the controller has confirmed it.
                Set<String> topics = Eventually.value(
                        "the shared topic to be deleted",
                        () -> admin.listTopics().names().get(),
                        names -> !names.contains(Topic.WANTED.topicName()));
                assertThat(topics).contains("dcm.orders.t7", "dcm.wanted.t8");
                assertThat(read(T7)).singleElement().satisfies(record -> {
                    assertThat(record.key()).isEqualTo(kept.key());
                    assertThat(KafkaRecords.message(new Codec<>(Families.WANTED), record)
                                    .payload())
                            .isEqualTo(kept);
                });
                assertThat(read(T8)).hasSize(2);
                assertThat(read(T8).getLast().value()).isNull();
            } finally {
                admin.deleteTopics(List.of(
                                Topic.ORDERS.topicName(T7),
                                Topic.WANTED.topicName(T7),
                                Topic.ORDERS.topicName(T8),
                                Topic.WANTED.topicName(T8)))
                        .all()
                        .get();
            }
        }
    }

    /** As after a crash between the copies and the deletion of the shared topic. */
    @Test
    void repeatedMoveCopiesNoRecordTwice() throws Exception {
        DesiredState first = new OwnerRemovalRequested(ALICE, T7);
        DesiredState second = new OwnerRemovalRequested(new OwnerName("bob"), T7);
        try (Admin admin = Admin.create(connection.properties());
                Admin crashing = crashingBeforeDeletion(admin)) {
            admin.createTopics(List.of(new NewTopic(Topic.WANTED.topicName(), 64, (short) 1)))
                    .all()
                    .get();
            try {
                write(3, first);
                assertThatThrownBy(() -> new SharedHostTopics(connection, (short) 1).move(crashing))
                        .hasMessage("crash");
                assertThat(read(T7)).hasSize(1);
                write(3, second);

                new SharedHostTopics(connection, (short) 1).move(admin);

                assertThat(read(T7)).extracting(ConsumerRecord::key).containsExactly(first.key(), second.key());
            } finally {
                admin.deleteTopics(List.of(Topic.ORDERS.topicName(T7), Topic.WANTED.topicName(T7)))
                        .all()
                        .get();
            }
        }
    }

    private static Admin crashingBeforeDeletion(Admin admin) {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("deleteTopics")) {
                        throw new IllegalStateException("crash");
                    }
                    if (method.getName().equals("close")) {
                        return null; // the other one is closed
                    }
                    return method.invoke(admin, arguments);
                });
    }

    private void write(int partition, DesiredState state) throws Exception {
        Envelope envelope = Envelope.first(
                "1", "admission", AggregateId.of(ALICE), Instant.now(), Actor.ADMISSION, TraceParent.fresh());
        Encoded encoded = new Codec<>(Families.WANTED).encode(new Message<>(envelope, state));
        send(new ProducerRecord<>(
                Topic.WANTED.topicName(),
                partition,
                state.key(),
                encoded.value(),
                KafkaRecords.headers(encoded.headers())));
    }

    private void delete(int partition, String key) throws Exception {
        send(new ProducerRecord<>(Topic.WANTED.topicName(), partition, key, null));
    }

    private void send(ProducerRecord<String, byte[]> record) throws Exception {
        try (var producer =
                new KafkaProducer<>(connection.properties(), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(record).get();
        }
    }

    private List<ConsumerRecord<String, byte[]>> read(HostName host) {
        TopicPartition partition = new TopicPartition(Topic.WANTED.topicName(host), 0);
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (var consumer =
                new KafkaConsumer<>(connection.with(Map.of()), new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }
}
