package dcm.command;

import com.sun.net.httpserver.HttpServer;
import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.event.Event;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.Intent;
import dcm.contract.topic.Topic;
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
import dcm.stack.service.AdmissionRebuild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Several instances of this service with a real broker. The test writes intents into the log in place of REST. */
final class RunningInstances implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(120);

    /** The port of the second instance, after the installation's own ports. */
    private static final int MORE_PORTS = 30;

    /** An event, and when the test has read it. */
    record Seen(Envelope envelope, Event payload, Instant at) {}

    private final Installation installation;
    private final KafkaBroker broker;
    private final HttpServer issuer;
    private final KafkaProducer<String, byte[]> log;
    private final LogReader events;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<DetachedProcess> instances;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Map<String, Instant> decided = new ConcurrentHashMap<>();

    RunningInstances() throws Exception {
        Path home = Path.of("target/running-instances").toAbsolutePath();
        new ProcessBuilder("rm", "-rf", home.toString()).inheritIO().start().waitFor();
        String id = "admission-"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        installation = Installation.of(
                Path.of("..").toAbsolutePath().normalize(),
                Map.of("DCM_HOME", home.toString(), "DCM_INSTALLATION", id, "DCM_PORT_BASE", "19520"));
        Files.createDirectories(home);
        issuer = issuer();
        broker = new KafkaBroker(installation);
        broker.start();
        new LogTopics(installation).step().action().accept(line -> {});
        log = new KafkaProducer<>(
                installation.kafka().with(Map.of("acks", "all", "linger.ms", 0)),
                new StringSerializer(),
                new ByteArraySerializer());
        Codec<Event> codec = new Codec<>(Families.EVENTS);
        events = new LogReader(
                        "test",
                        installation.kafka(),
                        LogReader.partitions(Topic.EVENTS.topicName(), Topic.EVENTS.partitions()),
                        LogReader.Start.BEGINNING,
                        records -> records.forEach(record -> take(KafkaRecords.message(codec, record))))
                .start();
        instances = List.of(
                new DetachedProcess(installation, "command-service"),
                new DetachedProcess(installation, "command-service-2"));
    }

    private static HttpServer issuer() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        byte[] document = """
                {"issuer": "%1$s", "jwks_uri": "%1$s/jwks", "authorization_endpoint": "%1$s/authorize",
                 "token_endpoint": "%1$s/token", "keys": []}""".formatted(url).getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, document.length);
            exchange.getResponseBody().write(document);
            exchange.close();
        });
        server.start();
        return server;
    }

    private void take(Message<Event> message) {
        Instant now = Instant.now();
        seen.add(new Seen(message.envelope(), message.payload(), now));
        IntentId intent = message.payload().intent();
        if (intent != null) {
            decided.putIfAbsent(intent.value(), now);
        }
    }

    /** Launches an instance, without waiting. */
    void launch(int instance) {
        Map<String, String> environment =
                new HashMap<>(installation.kafka(LogPrincipal.COMMAND_SERVICE).environment());
        environment.putAll(Map.of(
                "QUARKUS_HTTP_PORT",
                Integer.toString(port(instance)),
                "DCM_ISSUER",
                "http://127.0.0.1:" + issuer.getAddress().getPort(),
                "DCM_REPORTS_SECRET",
                installation.secrets().reports().toString(),
                "DCM_INSTANCE",
                "instance-" + instance,
                "DCM_ADMISSION_STANDBYS",
                "1",
                "DCM_STREAMS_DIR",
                installation.data("streams-" + instance).toString()));
        instances
                .get(instance)
                .launch(
                        Java.command(
                                InstallationSize.SMALL,
                                160,
                                List.of(
                                        "-jar",
                                        Path.of("target/quarkus-app/quarkus-run.jar")
                                                .toString())),
                        environment);
    }

    void awaitReady(int instance) {
        await(
                "instance " + instance,
                START,
                () -> http.send(
                                        HttpRequest.newBuilder(URI.create(
                                                        "http://127.0.0.1:" + port(instance) + "/q/health/ready"))
                                                .build(),
                                        BodyHandlers.discarding())
                                .statusCode()
                        == 200);
    }

    private int port(int instance) {
        return installation.port(StackPort.COMMAND_SERVICE) + instance * MORE_PORTS;
    }

    /** Kills an instance like a power cut. */
    void kill(int instance) {
        instances.get(instance).kill();
    }

    void stop(int instance) {
        instances.get(instance).stop();
    }

    String log(int instance) {
        Path log = Path.of(instances.get(instance).log());
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Records an intent. The broker has acknowledged it when this method returns. */
    IntentId ask(OwnerName owner, Intent intent) {
        AggregateId aggregate = AggregateId.of(owner);
        IntentId id = IntentId.fresh();
        Envelope envelope =
                Envelope.first(id.value(), "test", aggregate, Instant.now(), Actor.INSTALLATION, TraceParent.fresh());
        try {
            log.send(KafkaRecords.record(
                            new Codec<>(Families.INTENTS),
                            Topic.INTENTS,
                            LogEndOffsets.partition(Topic.INTENTS, aggregate).partition(),
                            aggregate.value(),
                            new Message<>(envelope, intent)))
                    .get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return id;
    }

    /** When the first event about an intent was read; null before that. */
    Instant decidedAt(IntentId intent) {
        return decided.get(intent.value());
    }

    /** All events that were read. */
    List<Seen> events() {
        return List.copyOf(seen);
    }

    /** Administers the broker. */
    Admin admin() {
        return Admin.create(installation.kafka().properties());
    }

    /** Moves the whole log into its archive. */
    void compactLog() throws Exception {
        Map<TopicPartition, Long> views = new HashMap<>();
        try (Admin admin = admin()) {
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            for (Topic topic : List.of(Topic.INTENTS, Topic.EVENTS)) {
                LogReader.partitions(topic.topicName(), topic.partitions())
                        .forEach(partition -> ends.put(partition, OffsetSpec.latest()));
            }
            admin.listOffsets(ends).all().get().forEach((partition, end) -> views.put(partition, end.offset()));
        }
        var compaction = new LogCompaction(installation.kafka(), installation.logArchive(), views);
        compaction.run(compaction.plan(Instant.now().plus(Duration.ofDays(1))), line -> {});
    }

    /** Rebuilds the state like {@code dcm rebuild admission}. */
    String rebuild() {
        return new AdmissionRebuild(installation, Path.of("target/quarkus-app").toAbsolutePath()).run();
    }

    void await(String what, Duration bound, Callable<Boolean> condition) {
        long end = System.nanoTime() + bound.toNanos();
        try {
            while (!isTrue(condition)) {
                if (System.nanoTime() > end) {
                    throw new AssertionError(what + ":\n" + log(0) + "\n" + log(1));
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

    @Override
    public void close() {
        instances.forEach(DetachedProcess::stop);
        events.close();
        log.close();
        broker.stop();
        issuer.stop(0);
    }
}
