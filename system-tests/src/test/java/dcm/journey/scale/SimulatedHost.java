package dcm.journey.scale;

import dcm.contract.authentication.ReportKey;
import dcm.contract.authentication.ReportSource;
import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.desired.DesiredState;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.PortNumber;
import dcm.contract.identity.PortRange;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.order.Order;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.ContainerReport.OrderDone;
import dcm.contract.report.ContainerReport.OrderFailed;
import dcm.contract.report.ContainerReport.OrderOutcome;
import dcm.contract.report.ContainerStatus;
import dcm.contract.report.HeartbeatInterval;
import dcm.contract.report.HeartbeatSchedule;
import dcm.contract.report.HostAlive;
import dcm.contract.report.HostCapacity;
import dcm.contract.report.HostLoad;
import dcm.contract.report.HostReported;
import dcm.contract.report.Observation;
import dcm.contract.report.Report;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaConnection;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogConsumer;
import dcm.kafka.LogReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A host without an engine. Its worker has its own user at the broker, reads what a worker reads, and writes what a worker writes. Each order
 * ends at once. Thread-safe.
 */
final class SimulatedHost implements AutoCloseable {
    private static final String ADDRESS = "198.18.0.9";
    private static final String HOST_KEY = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU";
    private static final int MILLI_CPUS = 16_000;
    private static final int MEMORY_MIB = 65_536;

    private final Codec<Report> reports = new Codec<>(Families.REPORTS);
    private final Codec<Order> orders = new Codec<>(Families.ORDERS);
    private final Codec<HostSnapshot> hosts = new Codec<>(Families.HOSTS);
    private final Codec<DesiredState> desired = new Codec<>(Families.WANTED);
    private final HostName name;
    private final ReportSource source;
    private final ReportKey key;
    private final LogConsumer consumer;
    private final Producer<String, byte[]> producer;
    private final LogReader tables;
    private final HostReported description;
    private final TreeSet<Integer> freePorts = new TreeSet<>();
    private final Map<ContainerId, Integer> containers = new ConcurrentHashMap<>();
    private final HeartbeatSchedule schedule = new HeartbeatSchedule(); // used by one timer
    private volatile Optional<LogReader> work = Optional.empty();

    /**
     * Starts a host.
     *
     * @param connection with the worker's user
     */
    SimulatedHost(
            HostName name,
            PortRange sshPorts,
            Image image,
            String installation,
            ReportKey key,
            KafkaConnection connection) {
        this.name = name;
        this.source = ReportSource.worker(name);
        this.key = key;
        this.consumer = LogConsumer.shared("host-" + name, connection);
        this.producer = new KafkaProducer<>(
                connection.with(Map.of(
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        "reports-" + name)),
                new StringSerializer(),
                new ByteArraySerializer());
        IntStream.rangeClosed(sshPorts.first(), sshPorts.last()).forEach(freePorts::add);
        this.description = new HostReported(
                "engine-of-" + name,
                "29.0.1",
                "simulated",
                MILLI_CPUS,
                MEMORY_MIB,
                List.of(ADDRESS),
                sshPorts,
                List.of(image),
                Map.of(),
                null,
                0,
                List.of(),
                null,
                List.of(),
                installation,
                null,
                null,
                UUID.randomUUID().toString(),
                null,
                true);
        this.tables = new LogReader(
                        "tables-" + name,
                        consumer,
                        List.of(partition(Topic.HOSTS), partition(Topic.CATALOG)),
                        LogReader.Start.BEGINNING,
                        this::takeTables)
                .start();
    }

    private static TopicPartition partition(Topic topic) {
        return new TopicPartition(topic.topicName(), 0);
    }

    /** Whether admission has accepted the host. */
    boolean isAdmitted() {
        return work.isPresent();
    }

    /** Sends a heartbeat if one is due. Must be called every three seconds, as a worker examines its host. */
    void beat(int hosts) {
        boolean admitted = isAdmitted();
        Duration interval = admitted ? HeartbeatInterval.of(hosts) : HeartbeatInterval.SHORTEST;
        if (!schedule.isDue(interval, System.nanoTime())) {
            return;
        }
        if (admitted) {
            schedule.sent(interval, System.nanoTime());
        }
        AggregateId aggregate = AggregateId.of(name);
        Envelope envelope = Envelope.first(
                name + ":" + Instant.now(),
                source.value(),
                aggregate,
                Instant.now(),
                Actor.host(name),
                TraceParent.fresh());
        if (admitted) {
            send(
                    Topic.HEARTBEATS,
                    new Message<>(envelope, new HostAlive(description.revision(), load().announcing(interval))));
        } else {
            send(Topic.REPORTS, new Message<>(envelope, description.with(load().announcing(interval))));
        }
    }

    private HostLoad load() {
        int running = containers.size();
        return new HostLoad(
                Instant.now(),
                running,
                new HostCapacity(
                        20_000,
                        freePorts() - running,
                        100L * running,
                        64L * running,
                        (long) MEMORY_MIB,
                        500_000L,
                        1021));
    }

    private int freePorts() {
        return description.sshPorts().last() - description.sshPorts().first() + 1;
    }

    /** A worker reads all records of these topics. To decode those of other hosts costs time on its own machine, not here. */
    private void takeTables(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records.records(Topic.HOSTS.topicName())) {
            if (record.key().equals(name.value()) && work.isEmpty()) {
                HostSnapshot host = KafkaRecords.message(hosts, record).payload();
                if (description.revision().equals(host.report().revision())) {
                    work = Optional.of(new LogReader(
                                    "work-" + name,
                                    consumer,
                                    List.of(
                                            new TopicPartition(Topic.WANTED.topicName(name), 0),
                                            new TopicPartition(Topic.ORDERS.topicName(name), 0)),
                                    LogReader.Start.BEGINNING,
                                    this::takeWork)
                            .start());
                }
            }
        }
    }

    private void takeWork(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            if (record.topic().equals(Topic.ORDERS.topicName(name))) {
                execute(KafkaRecords.message(orders, record));
            } else if (record.value() != null) {
                KafkaRecords.message(desired, record);
            }
        }
    }

    private void execute(Message<Order> message) {
        Order order = message.payload();
        OrderOutcome outcome = switch (order) {
            case Order.Create create ->
                port(order.container()).map(port -> done(order, running(port))).orElseGet(() -> full(order));
            case Order.Remove remove -> done(order, absent(order.container()));
            default -> throw new IllegalStateException("a simulated host does not execute " + order);
        };
        Envelope cause = message.envelope();
        Envelope envelope = cause.next(
                name + ":" + order.container() + ":" + order.number(),
                source.value(),
                cause.aggregate(),
                Instant.now(),
                cause.actor());
        send(Topic.REPORTS, new Message<>(envelope, outcome));
    }

    private OrderOutcome done(Order order, Observation after) {
        return new OrderDone(name, order.container(), order.number(), after);
    }

    /** Placement does not know the containers of the last milliseconds, and places this one on another host. */
    private OrderOutcome full(Order order) {
        return new OrderFailed(
                name,
                order.container(),
                order.number(),
                ErrorCode.HOST_FULL,
                "The host " + name + " has no free SSH port.",
                Observation.ABSENT);
    }

    /** The port of a container, if one is free. */
    private Optional<Integer> port(ContainerId container) {
        synchronized (freePorts) {
            return Optional.ofNullable(containers.computeIfAbsent(container, id -> freePorts.pollFirst()));
        }
    }

    private static Observation running(int port) {
        return new Observation(
                ContainerStatus.RUNNING,
                new SshEndpoint(ADDRESS, new PortNumber(port)),
                List.of(),
                HOST_KEY,
                Instant.now(),
                null,
                false);
    }

    private Observation absent(ContainerId container) {
        synchronized (freePorts) {
            Integer port = containers.remove(container);
            if (port != null) {
                freePorts.add(port);
            }
        }
        return Observation.ABSENT;
    }

    private void send(Topic topic, Message<Report> message) {
        String aggregate = message.envelope().aggregate().value();
        Encoded encoded = key.authenticate(topic, aggregate, reports.encode(message));
        producer.send(new ProducerRecord<>(
                topic.topicName(),
                null,
                message.envelope().time().toEpochMilli(),
                aggregate,
                encoded.value(),
                KafkaRecords.headers(encoded.headers())));
    }

    @Override
    public void close() {
        tables.close();
        work.ifPresent(LogReader::close);
        producer.close();
    }
}
