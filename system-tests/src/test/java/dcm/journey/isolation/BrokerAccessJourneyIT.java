package dcm.journey.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.contract.authentication.ReportKey;
import dcm.contract.authentication.ReportSource;
import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.codec.Header;
import dcm.contract.envelope.Encoded;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.event.ContainerEvent.ContainerStopped;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Role;
import dcm.contract.intent.AccountIntent.ChangeProfile;
import dcm.contract.intent.Intent;
import dcm.contract.report.ContainerReport.ContainerObserved;
import dcm.contract.report.ContainerStatus;
import dcm.contract.report.Observation;
import dcm.contract.report.Report;
import dcm.contract.topic.Topic;
import dcm.journey.support.Eventually;
import dcm.journey.support.LogRecords;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.TestUser;
import dcm.kafka.BrokerUserProvisioner;
import dcm.kafka.KafkaConnection;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogPrincipal;
import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.apache.kafka.common.quota.ClientQuotaFilterComponent;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Attacks by a local user of the host and by a service with stolen credentials. */
@Tag("operations")
class BrokerAccessJourneyIT {
    private static final Duration BOUND = Duration.ofSeconds(5);

    /** The broker denies at once, but a client may first have to connect on a busy machine. */
    private static final Duration DENIED = Duration.ofSeconds(30);

    /** What other servers, or these in another mode, would show. */
    private static final List<String> ELSEWHERE = List.of(
            "/",
            "/metrics",
            "/health",
            "/q/health",
            "/q/metrics",
            "/q/info",
            "/q/dev-ui",
            "/q/arc/beans",
            "/admin/realms",
            "/admin/realms/dcm",
            "/admin/realms/dcm/users",
            "/admin/realms/master/users",
            "/realms/dcm/protocol/openid-connect/userinfo");

    private static final RunningStack STACK = RunningStack.get();
    private static final Installation INSTALLATION = STACK.installation();

    private static final Set<StackPort> OTHER_PROTOCOLS =
            Set.of(StackPort.KAFKA, StackPort.KAFKA_CONTROLLER, StackPort.POSTGRES, StackPort.SSH);

    private static final HostName HERE = new HostName(INSTALLATION.hostName());

    private static TestUser victim;
    private static String container;

    private static OtherHost other;

    @BeforeAll
    static void createContainer() {
        other = OtherHost.invite();
        victim = TestUser.joins("visible");
        container = victim.creates("topsecret").path("id").asText();
    }

    @Test
    void clientWithoutCredentialsCanNeitherWriteNorRead() {
        TestUser mallory = TestUser.joins("mallory");
        KafkaConnection anonymous = KafkaConnection.of(Map.of("bootstrap.servers", INSTALLATION.kafkaBootstrap()));

        assertThatThrownBy(() -> write(anonymous, makesAdministrator(mallory))).isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> read(anonymous, Topic.INTENTS)).isInstanceOf(TimeoutException.class);
        assertThat(role(mallory)).isEqualTo("user");
    }

    @Test
    void wrongPasswordIsRejected() {
        KafkaConnection guessed =
                KafkaConnection.scram(INSTALLATION.kafkaBootstrap(), LogPrincipal.COMMAND_SERVICE.name(), "guessed");

        assertThatThrownBy(() -> read(guessed, Topic.INTENTS)).isInstanceOf(SaslAuthenticationException.class);
    }

    @Test
    void workerCannotForgeAnIntent() {
        TestUser mallory = TestUser.joins("mallory");

        assertThatThrownBy(() -> write(INSTALLATION.kafka(INSTALLATION.worker()), makesAdministrator(mallory)))
                .isInstanceOf(AuthorizationException.class);
        assertThat(role(mallory)).isEqualTo("user");
    }

    /** A denied record never reaches a topic, so its content does not matter. */
    @ParameterizedTest
    @MethodSource("principals")
    void principalWritesOnlyItsOwnTopics(LogPrincipal principal) {
        for (Topic topic : allBut(principal.writes())) {
            assertThatThrownBy(() -> write(
                            INSTALLATION.kafka(principal), new ProducerRecord<>(nameOf(topic), "forged", new byte[0])))
                    .as("%s writes %s", principal.name(), topic)
                    .isInstanceOf(AuthorizationException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("principals")
    void principalReadsOnlyItsOwnTopics(LogPrincipal principal) {
        for (Topic topic : allBut(principal.reads())) {
            assertThatThrownBy(() -> read(INSTALLATION.kafka(principal), topic))
                    .as("%s reads %s", principal.name(), topic)
                    .isInstanceOf(AuthorizationException.class);
        }
    }

    @Test
    void workerCannotReadTheOrdersAndDesiredStateOfAnotherHost() {
        for (Topic topic : List.of(Topic.ORDERS, Topic.WANTED)) {
            read(INSTALLATION.kafka(INSTALLATION.worker()), topic);

            assertThatThrownBy(() -> read(other.connection(), topic))
                    .as("worker of another host reads %s", nameOf(topic))
                    .isInstanceOf(AuthorizationException.class);
        }
    }

    /** The last report shows what the others would have done. */
    @Test
    void workerCannotReportAboutTheContainerOfAnotherHost() throws Throwable {
        TestUser alice = TestUser.joins("alice");
        ContainerId web = new ContainerId(alice.creates("web").path("id").asText());
        ReportSource here = ReportSource.worker(HERE);
        ReportSource there = ReportSource.worker(OtherHost.NAME);

        other.report(alice, here, stopped(HERE, web, 61));
        other.report(alice, there, stopped(HERE, web, 62));
        other.report(alice, there, stopped(OtherHost.NAME, web, 63));
        LogRecords.append(
                Topic.REPORTS, "owner/" + alice.name(), Map.of(Header.SOURCE, here.value()), "not authenticated");
        write(
                INSTALLATION.kafka(INSTALLATION.worker()),
                report(INSTALLATION.secrets().reportKey(here), alice, here, stopped(HERE, web, 64)));

        Eventually.that(
                "the report of the container's host is processed",
                () -> exitCodes(alice).contains(64));
        assertThat(exitCodes(alice)).containsExactly(64);
        assertThat(STACK.part("command-service").attention())
                .singleElement()
                .asString()
                .contains("were discarded", here.value());
        alice.client()
                .delete("/v1/containers/web?force=true", Duration.ofSeconds(60))
                .expectDone();
    }

    @Test
    void workerCannotFillTheLog() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(INSTALLATION.kafka().properties())) {
            Map<String, Double> limits = admin.describeClientQuotas(
                            ClientQuotaFilter.containsOnly(List.of(ClientQuotaFilterComponent.ofEntity(
                                    ClientQuotaEntity.USER,
                                    INSTALLATION.worker().name()))))
                    .entities()
                    .get()
                    .values()
                    .iterator()
                    .next();

            assertThat(limits).containsEntry("producer_byte_rate", 1024.0 * 1024);
        }
    }

    /** Its readers would need much more memory than it takes on the disk. */
    @Test
    void workerCannotWriteACompressedRecordThatIsLargerThanTheLimit() {
        assertThatThrownBy(() -> write(
                        INSTALLATION.kafka(INSTALLATION.worker()),
                        new ProducerRecord<>(nameOf(Topic.REPORTS), "large", new byte[8 * 1024 * 1024]),
                        Map.of("compression.type", "gzip", "max.request.size", 16 * 1024 * 1024)))
                .isInstanceOf(RecordTooLargeException.class);
    }

    private static List<Integer> exitCodes(TestUser owner) {
        return LogRecords.eventsOf(owner.name()).stream()
                .map(LogRecords.EventRecord::payload)
                .filter(ContainerStopped.class::isInstance)
                .map(event -> ((ContainerStopped) event).exitCode())
                .toList();
    }

    private static Report stopped(HostName host, ContainerId container, int exitCode) {
        return new ContainerObserved(
                host,
                container,
                1,
                new Observation(ContainerStatus.STOPPED, null, List.of(), null, null, exitCode, false));
    }

    private static ProducerRecord<String, byte[]> report(
            ReportKey key, TestUser owner, ReportSource claimed, Report report) {
        AggregateId aggregate = AggregateId.of(new OwnerName(owner.name()));
        Envelope envelope = Envelope.first(
                IntentId.fresh().value(),
                claimed.value(),
                aggregate,
                Instant.now(),
                Actor.host(HERE),
                TraceParent.fresh());
        Encoded encoded = key.authenticate(
                Topic.REPORTS,
                aggregate.value(),
                new Codec<>(Families.REPORTS).encode(new Message<>(envelope, report)));
        return new ProducerRecord<>(
                Topic.REPORTS.topicName(),
                null,
                aggregate.value(),
                encoded.value(),
                KafkaRecords.headers(encoded.headers()));
    }

    /** A host with the credentials that {@code ./dcm host invite} gives it. */
    private record OtherHost(KafkaConnection connection, ReportKey key) {
        static final HostName NAME = new HostName("t9");

        static OtherHost invite() {
            LogPrincipal worker = LogPrincipal.worker(NAME);
            try (Admin admin = Admin.create(INSTALLATION.kafka().properties())) {
                BrokerUserProvisioner.ensure(
                        admin, Map.of(worker, INSTALLATION.secrets().kafka(worker.name())));
            } catch (ExecutionException | InterruptedException e) {
                throw new AssertionError(e);
            }
            return new OtherHost(
                    INSTALLATION.kafka(worker), INSTALLATION.secrets().reportKey(ReportSource.worker(NAME)));
        }

        void report(TestUser owner, ReportSource claimed, Report report) throws Throwable {
            write(connection, BrokerAccessJourneyIT.report(key, owner, claimed, report));
        }
    }

    @Test
    void onlyAdmissionWritesItsTopics() {
        for (Topic topic : List.of(
                Topic.EVENTS, Topic.ORDERS, Topic.WANTED, Topic.ACCOUNTS, Topic.HOSTS, Topic.LIVENESS, Topic.CATALOG)) {
            assertThat(principals().filter(principal -> principal.writes().contains(topic)))
                    .as("principals that write %s", topic)
                    .containsExactly(LogPrincipal.COMMAND_SERVICE);
        }
    }

    /** command-service ends the access of removed hosts. */
    @Test
    void onlyCommandServiceChangesTheBrokersUsers() throws Exception {
        for (LogPrincipal principal : principals().toList()) {
            try (Admin admin = Admin.create(INSTALLATION.kafka(principal).properties())) {
                if (principal.equals(LogPrincipal.COMMAND_SERVICE)) {
                    assertThat(admin.describeUserScramCredentials().users().get())
                            .contains(principal.name());
                } else {
                    assertThatThrownBy(() ->
                                    admin.describeUserScramCredentials().all().get())
                            .as(principal.name())
                            .isInstanceOf(ExecutionException.class)
                            .hasCauseInstanceOf(ClusterAuthorizationException.class);
                }
                assertThatThrownBy(() -> admin.deleteTopics(List.of(Topic.EVENTS.topicName()))
                                .all()
                                .get())
                        .as(principal.name())
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(TopicAuthorizationException.class);
            }
        }
    }

    @Test
    void databaseRejectsClientsWithAWrongPassword() {
        for (String role : List.of("postgres", "dcm", "keycloak")) {
            assertThatThrownBy(() -> DriverManager.getConnection(INSTALLATION.jdbcUrl("dcm"), role, "guessed"))
                    .as("role %s", role)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void secretsAndLogsAreNotReadableByOrdinaryUsers() {
        for (String directory : List.of("secrets", "logs", "kafka/server.properties", "data/kafka")) {
            assertThat(asNobody("ls -l " + INSTALLATION.home().resolve(directory) + "/ 2>&1 || cat "
                            + INSTALLATION.home().resolve(directory) + " 2>&1"))
                    .as(directory)
                    .contains("denied");
        }
    }

    @Test
    void healthAndMetricsNameNoAccountAndNoContainer() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (StackPort port : List.of(
                    StackPort.API_GATEWAY,
                    StackPort.COMMAND_SERVICE,
                    StackPort.PROJECTION_SERVICE,
                    StackPort.USER_SERVICE,
                    StackPort.RUNTIME_WORKER,
                    StackPort.SSH_GATEWAY_HTTP)) {
                for (String path : List.of("/q/health", "/q/metrics")) {
                    String shown = client.send(
                                    HttpRequest.newBuilder(URI.create(INSTALLATION.url(port) + path))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body();
                    assertThat(shown).as("%s of %s", path, port).doesNotContain(victim.name(), container, "topsecret");
                }
            }
        }
    }

    /** Every GET of the API, and what other servers offer; a port of another protocol gets one broken request. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.MATCH_NONE,
            names = {".*_TLS", "IMAGE_REGISTRY", ".*_2"}) // HostJoinJourneyIT, AcrossHostsJourneyIT; second instances
    void portShowsNothingPrivateWithoutCredentials(StackPort port) throws IOException {
        List<String> secrets = List.of(
                victim.name(), container, "topsecret", INSTALLATION.home().toString());
        List<String> paths = OTHER_PROTOCOLS.contains(port)
                ? List.of("/")
                : Stream.concat(ELSEWHERE.stream(), getPaths()).toList();

        for (String path : paths) {
            // An error message repeats the path.
            String answer = raw(port, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .replace(path, "");

            assertThat(answer).as("%s of %s", path, port).doesNotContain(secrets);
            if (path.startsWith("/v1/") || path.startsWith("/admin/realms")) {
                assertThat(answer).as("%s of %s", path, port).doesNotStartWith("HTTP/1.1 2");
            }
        }
    }

    private static Stream<String> getPaths() throws IOException {
        JsonNode paths = new JsonMapper()
                .readTree(RestAssured.get(INSTALLATION.url(StackPort.API_GATEWAY) + "/openapi")
                        .asString())
                .path("paths");
        return paths.properties().stream()
                .filter(path -> path.getValue().has("get"))
                .map(path -> path.getKey()
                        .replaceAll("\\{(name|owner|account)}", victim.name())
                        .replaceAll("\\{[^}]+}", container));
    }

    /** What a server sends until it closes the connection, or pauses. */
    private static String raw(StackPort port, String request) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = new Socket("127.0.0.1", INSTALLATION.port(port))) {
            socket.setSoTimeout(2_000);
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().transferTo(answer);
            } catch (SocketException | SocketTimeoutException e) {
                // The server closed the connection early, or waits for more.
            }
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    @Test
    void controllerRejectsClientsWithoutCredentials() {
        try (Admin admin = Admin.create(Map.of(
                "bootstrap.controllers",
                "127.0.0.1:" + INSTALLATION.port(StackPort.KAFKA_CONTROLLER),
                "default.api.timeout.ms",
                (int) BOUND.toMillis(),
                "request.timeout.ms",
                (int) BOUND.toMillis()))) {
            assertThatThrownBy(() -> admin.describeMetadataQuorum().quorumInfo().get())
                    .isInstanceOf(ExecutionException.class);
        }
    }

    @Test
    void databaseRejectsClientsWithoutAPassword() {
        for (String role : List.of("postgres", "dcm", "keycloak")) {
            assertThatThrownBy(() -> DriverManager.getConnection(INSTALLATION.jdbcUrl("dcm"), role, ""))
                    .as("role %s", role)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("the password is an empty string");
        }
    }

    @Test
    void identityProviderRejectsTheDefaultPasswordOfItsAdministrator() {
        String answer = RestAssured.given()
                .formParam("grant_type", "password")
                .formParam("client_id", "admin-cli")
                .formParam("username", "admin")
                .formParam("password", "admin")
                .post(INSTALLATION.url(StackPort.KEYCLOAK) + "/realms/master/protocol/openid-connect/token")
                .asString();

        assertThat(answer).contains("invalid_grant").doesNotContain("access_token");
    }

    static Stream<LogPrincipal> principals() {
        return Stream.concat(LogPrincipal.SERVICES.stream(), Stream.of(INSTALLATION.worker()));
    }

    private static ProducerRecord<String, byte[]> makesAdministrator(TestUser person) {
        AggregateId aggregate = AggregateId.of(new OwnerName(person.name()));
        Envelope envelope = Envelope.first(
                IntentId.fresh().value(),
                "user-service",
                aggregate,
                Instant.now(),
                Actor.account(new OwnerName("admin")),
                TraceParent.fresh());
        Intent intent = new ChangeProfile(null, Role.ADMINISTRATOR, null, null, null, Set.of());
        return KafkaRecords.record(
                new Codec<>(Families.INTENTS), Topic.INTENTS, null, aggregate.value(), new Message<>(envelope, intent));
    }

    /** Writes without idempotence, whose own request for a producer id may be denied before the record is sent. */
    private static void write(KafkaConnection connection, ProducerRecord<String, byte[]> record) throws Throwable {
        write(connection, record, Map.of());
    }

    private static void write(
            KafkaConnection connection, ProducerRecord<String, byte[]> record, Map<String, Object> settings)
            throws Throwable {
        Map<String, Object> all = new HashMap<>(settings);
        all.putAll(Map.of("max.block.ms", DENIED.toMillis(), "enable.idempotence", false));
        try (var producer =
                new KafkaProducer<>(connection.with(all), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    private static void read(KafkaConnection connection, Topic topic) {
        try (var consumer = new KafkaConsumer<>(
                connection.with(Map.of("default.api.timeout.ms", (int) DENIED.toMillis())),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            Collection<TopicPartition> first = List.of(new TopicPartition(nameOf(topic), 0));
            consumer.assign(first);
            consumer.seekToBeginning(first);
            consumer.position(first.iterator().next());
            consumer.poll(BOUND);
        }
    }

    private static String role(TestUser person) {
        return STACK.people()
                .administrator()
                .get("/v1/users/" + person.name())
                .expectDone()
                .path("role")
                .asText();
    }

    private static String asNobody(String command) {
        return ShellRunner.run(
                "setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "sh", "-c", command + "; true");
    }

    /** The name of a topic; if each host has one, of this host's. */
    private static String nameOf(Topic topic) {
        return topic.isPerHost() ? topic.topicName(HERE) : topic.topicName();
    }

    private static Set<Topic> allBut(Set<Topic> topics) {
        EnumSet<Topic> others = EnumSet.allOf(Topic.class);
        others.removeAll(topics);
        return others;
    }
}
