package dcm.command.admission.stream;

import dcm.command.admission.decision.TestInstallation;
import dcm.contract.authentication.ReportKey;
import dcm.contract.authentication.ReportSource;
import dcm.contract.authentication.ReportVerifier;
import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.codec.Family;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.LogPosition;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.event.Event;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.Intent;
import dcm.contract.report.ContainerReport;
import dcm.contract.report.HostAlive;
import dcm.contract.report.HostReported;
import dcm.contract.report.Report;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaRecords;
import dcm.rest.catalog.CatalogCache;
import dcm.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** Runs the real admission topology without a broker: sends messages to it and reads its output. */
final class AdmissionDriver implements AutoCloseable {
    private static final String SECRET = "the installation's secret";

    static final AggregateId ELSEWHERE = new AggregateId("owner/elsewhere");

    private final TopologyTestDriver driver;
    private final Map<Topic, TestInputTopic<String, byte[]>> inputs = new EnumMap<>(Topic.class);
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final AdmissionStatus status = new AdmissionStatus(
            new AdmissionMetrics(metrics),
            () -> Duration.between(TestInstallation.NOW, now()).toNanos());
    private final TaskDryRuns dryRuns = new TaskDryRuns(this::partition, this::now, null);
    private final Set<HostName> hostsWithTopics = new HashSet<>();
    private Instant now = TestInstallation.NOW;
    private boolean failing;

    AdmissionDriver(RegisteredHosts hosts) {
        this(hosts, ReportBacklog.NONE);
    }

    AdmissionDriver(RegisteredHosts hosts, ReportBacklog backlog) {
        this(hosts, backlog, Tracing.off());
    }

    AdmissionDriver(RegisteredHosts hosts, ReportBacklog backlog, Tracing tracing) {
        this(hosts, backlog, tracing, List.of());
    }

    AdmissionDriver(
            RegisteredHosts hosts, ReportBacklog backlog, Tracing tracing, List<ReferenceTables.Source> sources) {
        CatalogCache catalog = new CatalogCache();
        catalog.update(TestInstallation.EVERYBODY);
        Properties config = new Properties();
        config.put("application.id", "admission-test");
        config.put("bootstrap.servers", "none:1");
        driver = new TopologyTestDriver(
                AdmissionTopology.of(
                        new ReferenceTables(
                                hosts,
                                catalog,
                                this::accounts,
                                backlog,
                                this::partition,
                                sources,
                                new ReportVerifier(SECRET),
                                hostsWithTopics::add),
                        TestInstallation.POLICY,
                        status,
                        dryRuns,
                        tracing),
                config,
                now);
        for (Topic topic : List.of(Topic.INTENTS, Topic.REPORTS, Topic.HEARTBEATS)) {
            inputs.put(
                    topic,
                    driver.createInputTopic(topic.topicName(), new StringSerializer(), new ByteArraySerializer()));
        }
    }

    /** Makes decisions that read all accounts fail. */
    void failOnAccounts(boolean fail) {
        failing = fail;
    }

    private List<AccountSnapshot> accounts() {
        if (failing) {
            throw new IllegalStateException("accounts are unavailable");
        }
        return List.of();
    }

    /** The driver has one partition; one aggregate belongs to another. */
    private int partition(AggregateId aggregate) {
        return aggregate.equals(ELSEWHERE) ? 1 : 0;
    }

    private Instant now() {
        return now;
    }

    TaskDryRuns dryRuns() {
        return dryRuns;
    }

    AdmissionStatus status() {
        return status;
    }

    MeterRegistry metrics() {
        return metrics;
    }

    void ask(IntentId id, Intent intent) {
        ask(AggregateId.of(TestInstallation.ALICE), id, intent);
    }

    void ask(AggregateId aggregate, IntentId id, Intent intent) {
        pipe(Topic.INTENTS, encoded(aggregate, id, intent), aggregate);
    }

    Encoded encoded(AggregateId aggregate, IntentId id, Intent intent) {
        Envelope envelope = Envelope.first(
                id.value(), "test", aggregate, now, Actor.account(TestInstallation.ALICE), TraceParent.fresh());
        return new Codec<>(Families.INTENTS).encode(new Message<>(envelope, intent));
    }

    static ReportSource source(HostName host) {
        return ReportSource.worker(host);
    }

    /** The hosts whose topics admission has created. */
    Set<HostName> hostsWithTopics() {
        return hostsWithTopics;
    }

    void report(ContainerReport report) {
        report(source(report.host()), report);
    }

    void report(ReportSource source, Report report) {
        reportWithKeyOf(source, source, report);
    }

    /** A report with a false source, unless both are the same. */
    void reportWithKeyOf(ReportSource writer, ReportSource claimed, Report report) {
        report(AggregateId.of(TestInstallation.ALICE), writer, claimed, report);
    }

    void report(HostName host, HostReported heartbeat) {
        heartbeat(source(host), host, heartbeat);
    }

    void heartbeat(ReportSource source, HostName host, HostReported heartbeat) {
        report(AggregateId.of(host), source, source, heartbeat);
    }

    void report(HostName host, HostAlive heartbeat) {
        pipe(Topic.HEARTBEATS, AggregateId.of(host), source(host), source(host), heartbeat);
    }

    /** A record of a worker in a topic of its choice. */
    void pipe(Topic topic, HostName host, Report report) {
        pipe(topic, AggregateId.of(host), source(host), source(host), report);
    }

    private void report(AggregateId aggregate, ReportSource writer, ReportSource claimed, Report report) {
        pipe(Topic.REPORTS, aggregate, writer, claimed, report);
    }

    private void pipe(Topic topic, AggregateId aggregate, ReportSource writer, ReportSource claimed, Report report) {
        Actor actor = claimed.host().map(Actor::host).orElse(Actor.INSTALLATION);
        Envelope envelope = Envelope.first("r", claimed.value(), aggregate, now, actor, TraceParent.fresh());
        Encoded encoded = new Codec<>(Families.REPORTS).encode(new Message<>(envelope, report));
        pipe(topic, ReportKey.derive(SECRET, writer).authenticate(topic, aggregate.value(), encoded), aggregate);
    }

    void pipe(Topic topic, Encoded encoded, AggregateId key) {
        inputs.get(topic)
                .pipeInput(
                        new TestRecord<>(key.value(), encoded.value(), KafkaRecords.headers(encoded.headers()), now));
    }

    void pipeNullHeader(Topic topic, AggregateId key) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_id", null);
        inputs.get(topic).pipeInput(new TestRecord<>(key.value(), new byte[0], headers, now));
    }

    void advance(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    /** Time passes while the stream thread is stuck. */
    void hang(Duration time) {
        now = now.plus(time);
    }

    /** The events since the last call. */
    List<Message<Event>> events() {
        return messages(Topic.EVENTS, Families.EVENTS).stream()
                .map(Written::message)
                .toList();
    }

    /** The messages in {@code topic} since the last call. */
    <T> List<Written<T>> messages(Topic topic, Family<T> family) {
        Codec<T> codec = new Codec<>(family);
        return records(topic).stream()
                .map(record -> new Written<>(
                        record.partition(),
                        new String(record.key()),
                        record.value() == null
                                ? null
                                : codec.decode(new Encoded(KafkaRecords.headers(record.headers()), record.value()))))
                .toList();
    }

    /** Of a topic that each host has: those of all hosts. */
    private List<ProducerRecord<byte[], byte[]>> records(Topic topic) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        List<String> names = topic.isPerHost()
                ? hostsWithTopics.stream().map(topic::topicName).sorted().toList()
                : List.of(topic.topicName());
        for (String name : names) {
            for (ProducerRecord<byte[], byte[]> next = read(name); next != null; next = read(name)) {
                records.add(next);
            }
        }
        return records;
    }

    /** Like {@code TestOutputTopic}, but keeps the partition. */
    @SuppressWarnings("unchecked")
    private @Nullable ProducerRecord<byte[], byte[]> read(String topic) {
        try {
            Method readRecord = TopologyTestDriver.class.getDeclaredMethod("readRecord", String.class);
            readRecord.setAccessible(true);
            return (ProducerRecord<byte[], byte[]>) readRecord.invoke(driver, topic);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        driver.close();
    }

    /**
     * A record that admission wrote.
     *
     * @param partition null if it is the hash of the key
     * @param message null for a tombstone
     */
    record Written<T>(
            @Nullable Integer partition,
            String key,
            @Nullable Message<T> message) {
        T payload() {
            return message.payload();
        }
    }

    static LogPosition position(Topic topic, long offset) {
        return new LogPosition(topic.topicName(), 0, offset);
    }
}
