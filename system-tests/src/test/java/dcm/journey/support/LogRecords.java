package dcm.journey.support;

import dcm.contract.authentication.ReportKey;
import dcm.contract.authentication.ReportSource;
import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.codec.Header;
import dcm.contract.desired.ContainerSpec;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.LogPosition;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.event.Event;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.Limits;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.Intent;
import dcm.contract.intent.OwnerIntent;
import dcm.contract.order.Order;
import dcm.contract.report.HostReported;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.topic.Topic;
import dcm.kafka.BrokerUserProvisioner;
import dcm.kafka.KafkaConnection;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogEndOffsets;
import dcm.kafka.LogPrincipal;
import dcm.kafka.LogReader;
import dcm.stack.installation.Installation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Reads and writes records of the log directly. */
public final class LogRecords {
    private static final Duration DECISION_BOUND = Duration.ofMinutes(1);

    private LogRecords() {}

    public record EventRecord(long sequence, Event payload) {
        public boolean isAbout(String intent) {
            return payload.intent() != null && payload.intent().value().equals(intent);
        }
    }

    /** All committed events of an owner, in order. */
    public static List<EventRecord> eventsOf(String owner) {
        AggregateId aggregate = AggregateId.of(new OwnerName(owner));
        List<EventRecord> events = new ArrayList<>();
        Codec<Event> codec = new Codec<>(Families.EVENTS);
        readAll(List.of(LogEndOffsets.partition(Topic.EVENTS, aggregate)), record -> {
            if (record.key().equals(aggregate.value())) {
                Message<Event> message = KafkaRecords.message(codec, record);
                events.add(new EventRecord(
                        Objects.requireNonNull(message.envelope().sequence()), message.payload()));
            }
        });
        return events;
    }

    /** The ids of all recorded intents. */
    public static Set<String> intentIds() {
        Set<String> ids = new HashSet<>();
        readAll(LogReader.partitions(Topic.INTENTS.topicName(), Topic.INTENTS.partitions()), record -> {
            String id = KafkaRecords.headers(record.headers()).get(Header.ID);
            if (id != null) { // other journeys write records without headers
                ids.add(id);
            }
        });
        return ids;
    }

    /** Reads all committed records of partitions. */
    private static void readAll(List<TopicPartition> partitions, Consumer<ConsumerRecord<String, byte[]>> reader) {
        try (var consumer = new KafkaConsumer<>(
                connection().with(Map.of("isolation.level", "read_committed")),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(200)).forEach(reader);
            }
        }
    }

    /** Writes an order to create a container in a transaction and aborts it; returns the container's id. */
    public static String abortedCreateOrder(String owner) {
        OwnerName name = new OwnerName(owner);
        ContainerId container = ContainerId.of(IntentId.fresh());
        String digest = RunningStack.get().docker("image", "inspect", "-f", "{{.Id}}", RunningStack.BASE_IMAGE);
        Order order = new Order.Create(
                new HostName("t1"),
                name,
                container,
                1,
                Instant.now().plusSeconds(60),
                ContainerSpec.of(
                        new ContainerName("never"),
                        new Image(new ImageName("debian-ssh:13"), new ImageDigest(digest)),
                        new Limits(500, 256, 100, null)),
                List.of());
        Envelope envelope = Envelope.first(
                container + ":1",
                "admission",
                AggregateId.of(name),
                Instant.now(),
                Actor.account(name),
                TraceParent.fresh());
        try (var producer = new KafkaProducer<>(
                connection().with(Map.of("transactional.id", "journey-" + container)),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            Encoded encoded = new Codec<>(Families.ORDERS).encode(new Message<>(envelope, order));
            producer.send(new ProducerRecord<>(
                            Topic.ORDERS.topicName(new HostName("t1")),
                            0,
                            "t1",
                            encoded.value(),
                            KafkaRecords.headers(encoded.headers())))
                    .get();
            producer.abortTransaction();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
        return container.value();
    }

    /** Revokes admission's right to write events, so that its transactions fail. */
    public static void denyEventsToAdmission() {
        deny(LogPrincipal.COMMAND_SERVICE, Topic.EVENTS, AclOperation.WRITE);
    }

    /** Revokes a right of a user of the broker. {@code Part.start} of the broker restores all rights. */
    public static void deny(LogPrincipal principal, Topic topic, AclOperation operation) {
        try (Admin admin = Admin.create(connection().properties())) {
            admin.deleteAcls(List.of(new AclBindingFilter(
                            new ResourcePatternFilter(ResourceType.TOPIC, topic.topicName(), PatternType.LITERAL),
                            new AccessControlEntryFilter(
                                    "User:" + principal.name(), null, operation, AclPermissionType.ALLOW))))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Deletes all orders of this machine's host, as Kafka does after some weeks. */
    public static void deleteOrders() {
        HostName host = new HostName(RunningStack.get().installation().hostName());
        TopicPartition orders = new TopicPartition(Topic.ORDERS.topicName(host), 0);
        try (Admin admin = Admin.create(connection().properties())) {
            admin.deleteRecords(Map.of(orders, RecordsToDelete.beforeOffset(-1)))
                    .all()
                    .get(); // -1: the end
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether admission's consumer group has no members. */
    public static boolean admissionGroupIsEmpty() {
        try (Admin admin = Admin.create(connection().properties())) {
            return admin
                    .describeConsumerGroups(List.of(BrokerUserProvisioner.STREAMS_APPLICATION))
                    .all()
                    .get()
                    .values()
                    .stream()
                    .allMatch(group -> group.members().isEmpty());
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Deletes Kafka's data of admission: the changelog of its state, or the committed offsets of its inputs. */
    public static void deleteAdmissionState(boolean changelog) {
        try (Admin admin = Admin.create(connection().properties())) {
            if (changelog) {
                List<String> topics = admin.listTopics().names().get().stream()
                        .filter(topic -> topic.startsWith(BrokerUserProvisioner.STREAMS_APPLICATION))
                        .toList();
                admin.deleteTopics(topics).all().get();
            } else {
                admin.deleteConsumerGroups(List.of(BrokerUserProvisioner.STREAMS_APPLICATION))
                        .all()
                        .get();
            }
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs {@code action} while new positions of admission are written but not committed, as in the middle of its transactions. */
    public static void withUncommittedPositions(Runnable action) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        LogReader.partitions(Topic.INTENTS.topicName(), Topic.INTENTS.partitions())
                .forEach(partition -> positions.put(partition, new OffsetAndMetadata(0)));
        Map<String, Object> config = connection()
                .with(Map.of(
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        "uncommitted-positions",
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        (int) Duration.ofMinutes(10).toMillis()));
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.sendOffsetsToTransaction(
                    positions, new ConsumerGroupMetadata(BrokerUserProvisioner.STREAMS_APPLICATION));
            try {
                action.run();
            } finally {
                producer.abortTransaction();
            }
        }
    }

    /** Writes a raw report that this machine's worker has authenticated; returns its position. */
    public static String appendReport(String key, Map<String, String> headers, String value) {
        Installation installation = RunningStack.get().installation();
        ReportSource worker = ReportSource.worker(new HostName(installation.hostName()));
        Map<String, String> complete = new HashMap<>(headers);
        complete.put(Header.SOURCE, worker.value());
        Encoded authenticated = installation
                .secrets()
                .reportKey(worker)
                .authenticate(Topic.REPORTS, key, new Encoded(complete, value.getBytes(StandardCharsets.UTF_8)));
        return append(Topic.REPORTS, key, authenticated.headers(), value);
    }

    /** Writes a raw record as a super user; returns its position. */
    public static String append(Topic topic, String key, Map<String, String> headers, String value) {
        try (var producer =
                new KafkaProducer<>(connection().properties(), new StringSerializer(), new ByteArraySerializer())) {
            RecordMetadata written = producer.send(new ProducerRecord<>(
                            topic.topicName(),
                            null,
                            key,
                            value.getBytes(StandardCharsets.UTF_8),
                            KafkaRecords.headers(headers)))
                    .get();
            return new LogPosition(written.topic(), written.partition(), written.offset()).toString();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Records intents of an owner all at once; returns how long it took until the last of them was decided. */
    public static Duration timeToDecide(OwnerName owner, List<? extends OwnerIntent> intents) {
        AggregateId aggregate = AggregateId.of(owner);
        Codec<Intent> codec = new Codec<>(Families.INTENTS);
        TopicPartition events = LogEndOffsets.partition(Topic.EVENTS, aggregate);
        Set<String> undecided = new HashSet<>();
        try (var producer = new KafkaProducer<>(
                        connection().properties(), new StringSerializer(), new ByteArraySerializer());
                var consumer = new KafkaConsumer<>(
                        connection().with(Map.of("isolation.level", "read_committed")),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(List.of(events));
            consumer.seekToEnd(List.of(events));
            consumer.position(events);
            long start = System.nanoTime();
            for (OwnerIntent intent : intents) {
                String id = IntentId.fresh().value();
                undecided.add(id);
                Envelope envelope = Envelope.first(
                        id, "journey", aggregate, Instant.now(), Actor.account(owner), TraceParent.fresh());
                producer.send(KafkaRecords.record(
                        codec, Topic.INTENTS, null, aggregate.value(), new Message<>(envelope, intent)));
            }
            producer.flush();
            Codec<Event> answers = new Codec<>(Families.EVENTS);
            while (!undecided.isEmpty()) {
                if (System.nanoTime() - start > DECISION_BOUND.toNanos()) {
                    throw new AssertionError(undecided.size() + " of " + intents.size() + " intents are undecided");
                }
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    IntentId decided =
                            KafkaRecords.message(answers, record).payload().intent();
                    if (decided != null) {
                        undecided.remove(decided.value());
                    }
                }
            }
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }

    /** Heartbeats of a host whose worker does not run. */
    public static final class Heartbeats implements AutoCloseable {
        private static final Duration INTERVAL = Duration.ofSeconds(2);

        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        private final KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(connection().properties(), new StringSerializer(), new ByteArraySerializer());

        /** Repeats the description of a host until closed, like an earlier worker. */
        public Heartbeats(String host) {
            AggregateId aggregate = AggregateId.of(new HostName(host));
            HostReported description = description(new HostName(host));
            ReportSource worker = ReportSource.worker(new HostName(host));
            ReportKey key = RunningStack.get().installation().secrets().reportKey(worker);
            timer.scheduleAtFixedRate(
                    () -> {
                        Encoded report = key.authenticate(
                                Topic.REPORTS,
                                aggregate.value(),
                                new Codec<>(Families.REPORTS)
                                        .encode(new Message<>(
                                                Envelope.first(
                                                        IntentId.fresh().value(),
                                                        worker.value(),
                                                        aggregate,
                                                        Instant.now(),
                                                        Actor.host(new HostName(host)),
                                                        TraceParent.fresh()),
                                                description)));
                        producer.send(new ProducerRecord<>(
                                Topic.REPORTS.topicName(),
                                null,
                                aggregate.value(),
                                report.value(),
                                KafkaRecords.headers(report.headers())));
                    },
                    0,
                    INTERVAL.toMillis(),
                    TimeUnit.MILLISECONDS);
        }

        /** {@code dcm.reports} has a description only when it has changed. */
        private static HostReported description(HostName host) {
            Codec<HostSnapshot> codec = new Codec<>(Families.HOSTS);
            TopicPartition hosts = new TopicPartition(Topic.HOSTS.topicName(), 0);
            try (var consumer = new KafkaConsumer<>(
                    connection().properties(), new StringDeserializer(), new ByteArrayDeserializer())) {
                consumer.assign(List.of(hosts));
                long end = consumer.endOffsets(List.of(hosts)).get(hosts);
                consumer.seekToBeginning(List.of(hosts));
                HostSnapshot newest = null;
                while (consumer.position(hosts) < end) {
                    for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                        if (record.key().equals(host.value())) {
                            newest = KafkaRecords.message(codec, record).payload();
                        }
                    }
                }
                return Objects.requireNonNull(newest, "no description of " + host)
                        .report();
            }
        }

        @Override
        public void close() {
            timer.shutdownNow();
            producer.close();
        }
    }

    /** A reader of a compacted topic. */
    public static LogReader tableReader(Topic topic, LogReader.Handler handler) {
        return LogReader.ofTable("journey", connection(), topic, handler);
    }

    private static KafkaConnection connection() {
        return RunningStack.get().installation().kafka();
    }
}
