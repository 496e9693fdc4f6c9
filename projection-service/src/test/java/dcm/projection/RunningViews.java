package dcm.projection;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.intent.Intent;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.topic.Topic;
import dcm.kafka.BrokerUserProvisioner;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogEndOffsets;
import dcm.kafka.LogPrincipal;
import dcm.kafka.LogReader;
import dcm.stack.installation.Installation;
import dcm.stack.installation.InstallationSize;
import dcm.stack.installation.StackPort;
import dcm.stack.kafka.KafkaBroker;
import dcm.stack.kafka.LogCompaction;
import dcm.stack.kafka.LogTopics;
import dcm.stack.part.DetachedProcess;
import dcm.stack.part.Java;
import dcm.stack.postgres.PostgresServer;
import dcm.stack.service.ViewPositions;
import dcm.stack.service.ViewsRebuild;
import dcm.stack.service.WorkerTokenKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** This service with a real broker and database. The test writes the log in place of admission. */
public final class RunningViews {
    private static final AtomicInteger ACCOUNTS = new AtomicInteger();
    private static @Nullable RunningViews only;

    private static final Duration START = Duration.ofSeconds(90);

    private final Installation installation;
    private final KafkaBroker broker;
    private final PostgresServer database;
    private final DetachedProcess service;
    private final DetachedProcess second;
    private final KafkaProducer<String, byte[]> log;
    private final Path workerTokenKey;
    private final Map<OwnerName, Long> sequences = new ConcurrentHashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();

    final LocalIssuer issuer = new LocalIssuer();

    /** Starts everything once for all tests; it stops with the JVM. */
    public static synchronized RunningViews get() throws Exception {
        if (only == null) {
            only = new RunningViews();
            Runtime.getRuntime().addShutdownHook(new Thread(only::close));
        }
        return only;
    }

    private RunningViews() throws Exception {
        Path home = Path.of("target/running-views").toAbsolutePath();
        new ProcessBuilder("rm", "-rf", home.toString()).inheritIO().start().waitFor();
        installation = Installation.of(
                Path.of("..").toAbsolutePath().normalize(),
                Map.of(
                        "DCM_HOME",
                        home.toString(),
                        "DCM_INSTALLATION",
                        "views-"
                                + HexFormat.of()
                                        .toHexDigits(ThreadLocalRandom.current().nextInt()),
                        "DCM_PORT_BASE",
                        "19480"));
        broker = new KafkaBroker(installation);
        database = new PostgresServer(installation);
        service = new DetachedProcess(installation, "projection-service");
        second = new DetachedProcess(installation, "projection-service-2");
        Files.createDirectories(home);
        workerTokenKey = writeKey(home);
        broker.start();
        new LogTopics(installation).step().action().accept(line -> {});
        database.start();
        log = new KafkaProducer<>(
                installation.kafka().with(Map.of("acks", "all", "linger.ms", 0)),
                new StringSerializer(),
                new ByteArraySerializer());
        start();
    }

    private static Path writeKey(Path directory) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        String body = Base64.getMimeEncoder()
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        return Files.writeString(
                directory.resolve("worker-token-key"),
                "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
    }

    void start() {
        launch(service, installation.port(StackPort.PROJECTION_SERVICE));
        await("the service", () -> isReady(url("/q/health")));
    }

    /** Starts a second instance of the service. */
    void startSecond() {
        launch(second, secondPort());
        await("the second instance", () -> isReady(secondUrl("/q/health")));
    }

    private int secondPort() {
        return installation.port(StackPort.PROJECTION_SERVICE) + 30; // after the ports of the installation
    }

    private boolean isReady(String health) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(health)).build(), BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }

    private void launch(DetachedProcess instance, int port) {
        Map<String, String> environment = new HashMap<>(
                installation.kafka(LogPrincipal.PROJECTION_SERVICE).environment());
        environment.putAll(Map.of(
                "DCM_VIEWS_LAG", "5s", // a busy machine's views lag behind for longer than usual
                "QUARKUS_HTTP_PORT", Integer.toString(port),
                "DCM_INSTANCE", "views-" + port,
                "DCM_ISSUER", issuer.url(),
                "DCM_WORKER_TOKEN_KEY", workerTokenKey.toString(),
                "QUARKUS_DATASOURCE_JDBC_URL", installation.jdbcUrl("dcm"),
                "QUARKUS_DATASOURCE_USERNAME", "dcm",
                "QUARKUS_DATASOURCE_PASSWORD", installation.secrets().postgresDcm()));
        instance.launch(
                Java.command(
                        InstallationSize.SMALL,
                        160,
                        List.of(
                                "-jar",
                                Path.of("target/quarkus-app/quarkus-run.jar").toString())),
                environment);
    }

    void stop() {
        service.stop();
    }

    /** Rebuilds the views while the service runs. */
    ViewsRebuild.Result rebuild() {
        new WorkerTokenKey(installation).step().action().accept(line -> {});
        return new ViewsRebuild(installation, Path.of("target/quarkus-app").toAbsolutePath()).run(line -> {});
    }

    /** Moves records between the log and its archive. */
    LogCompaction compaction() {
        return new LogCompaction(
                installation.kafka(), installation.logArchive(), ViewPositions.of(installation.viewsDatabase()));
    }

    Path logArchive() {
        return installation.logArchive();
    }

    /** Commits positions in the intents in place of admission. */
    void setAdmission(Map<TopicPartition, Long> positions) throws Exception {
        try (Admin admin = Admin.create(installation.kafka().properties())) {
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            positions.forEach((partition, position) -> {
                if (partition.topic().equals(Topic.INTENTS.topicName())) {
                    offsets.put(partition, new OffsetAndMetadata(position));
                }
            });
            admin.alterConsumerGroupOffsets(BrokerUserProvisioner.STREAMS_APPLICATION, offsets)
                    .all()
                    .get();
        }
    }

    /** The first or last offsets of intents and events. */
    Map<TopicPartition, Long> offsets(OffsetSpec which) throws Exception {
        try (Admin admin = Admin.create(installation.kafka().properties())) {
            Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
            for (Topic topic : List.of(Topic.INTENTS, Topic.EVENTS)) {
                LogReader.partitions(topic.topicName(), topic.partitions())
                        .forEach(partition -> partitions.put(partition, which));
            }
            Map<TopicPartition, Long> offsets = new HashMap<>();
            admin.listOffsets(partitions).all().get().forEach((at, found) -> offsets.put(at, found.offset()));
            return offsets;
        }
    }

    void stopSecond() {
        second.stop();
    }

    /** Kills the second instance like a power cut. */
    void killSecond() {
        second.kill();
    }

    /** The last lines that both instances have logged. */
    String instanceLogs() {
        return String.join("\n", service.lastLines(200)) + "\n---\n" + String.join("\n", second.lastLines(200));
    }

    String secondUrl(String path) {
        return "http://127.0.0.1:" + secondPort() + path;
    }

    String url(String path) {
        return installation.url(StackPort.PROJECTION_SERVICE) + path;
    }

    /** A connection to the database of the views. */
    public Connection views() throws SQLException {
        return DriverManager.getConnection(
                installation.jdbcUrl("dcm"), "dcm", installation.secrets().postgresDcm());
    }

    /** Publishes an account. */
    void put(AccountSnapshot account) {
        Envelope envelope = envelope(account.name(), "account/" + account.name());
        write(KafkaRecords.record(
                new Codec<>(Families.ACCOUNTS),
                Topic.ACCOUNTS,
                0,
                account.name().value(),
                new Message<>(envelope, account)));
    }

    /** Publishes a host. */
    void put(HostSnapshot host) {
        Envelope envelope = Envelope.first(
                host.name() + ":" + Instant.now(),
                "test",
                AggregateId.of(host.name()),
                Instant.now(),
                Actor.ADMISSION,
                TraceParent.fresh());
        write(KafkaRecords.record(
                new Codec<>(Families.HOSTS), Topic.HOSTS, 0, host.name().value(), new Message<>(envelope, host)));
    }

    /** Opens an account. */
    OwnerName account(Role role) {
        OwnerName name = new OwnerName("user-" + ACCOUNTS.incrementAndGet());
        put(AccountSnapshot.opened(name, Profile.of(name.value(), role), List.of(), null, Instant.now()));
        awaitKnown(name);
        return name;
    }

    /** Records an intent of an owner. */
    void ask(OwnerName owner, IntentId id, Intent intent) {
        AggregateId aggregate = AggregateId.of(owner);
        write(KafkaRecords.record(
                new Codec<>(Families.INTENTS),
                Topic.INTENTS,
                LogEndOffsets.partition(Topic.INTENTS, aggregate).partition(),
                aggregate.value(),
                new Message<>(envelope(owner, id.value()), intent)));
    }

    /** Waits until the service knows an account. */
    private void awaitKnown(OwnerName account) {
        await("the account " + account, () -> get(account, "/v1/me").statusCode() == 200);
    }

    void await(String what, Callable<Boolean> condition) {
        long end = System.nanoTime() + START.toNanos();
        try {
            while (!isTrue(condition)) {
                if (System.nanoTime() > end || service.pid().isEmpty()) {
                    throw new AssertionError(what + ": " + String.join("\n", service.lastLines(30)));
                }
                Thread.sleep(50);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isTrue(Callable<Boolean> condition) {
        try {
            return condition.call();
        } catch (Exception notYet) {
            return false;
        }
    }

    /** Appends an event of an owner. */
    void append(OwnerName owner, OwnerEvent event) {
        long sequence = sequences.merge(owner, 1L, Long::sum);
        AggregateId aggregate = AggregateId.of(owner);
        Envelope envelope = envelope(owner, aggregate + ":" + sequence).asEvent(sequence, null);
        write(KafkaRecords.record(
                new Codec<>(Families.EVENTS),
                Topic.EVENTS,
                LogEndOffsets.partition(Topic.EVENTS, aggregate).partition(),
                aggregate.value(),
                new Message<>(envelope, event)));
    }

    private void write(ProducerRecord<String, byte[]> record) {
        try {
            log.send(record).get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Envelope envelope(OwnerName owner, String id) {
        return Envelope.first(
                id, "test", AggregateId.of(owner), Instant.now(), Actor.account(owner), TraceParent.fresh());
    }

    /** Sends a GET as an account. */
    HttpResponse<String> get(OwnerName account, String path) throws IOException, InterruptedException {
        return http.send(request(account, path).build(), BodyHandlers.ofString());
    }

    HttpRequest.Builder request(OwnerName account, String path) {
        return request(account, path, Duration.ofMinutes(5));
    }

    HttpRequest.Builder request(OwnerName account, String path, Duration lifetime) {
        return requestTo(url(path), account, lifetime);
    }

    /** A request to the second instance. */
    HttpRequest.Builder requestToSecond(OwnerName account, String path) {
        return requestTo(secondUrl(path), account, Duration.ofMinutes(5));
    }

    private HttpRequest.Builder requestTo(String url, OwnerName account, Duration lifetime) {
        return HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + issuer.token(account.value(), lifetime));
    }

    private void close() {
        log.close();
        service.stop();
        second.stop();
        database.stop();
        broker.stop();
        issuer.close();
    }
}
