package dcm.journey.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.contract.topic.Topic;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.kafka.KafkaConnection;
import dcm.stack.account.LocalAccounts;
import dcm.stack.api.StackApiClient;
import dcm.stack.engine.EngineCleanUp;
import dcm.stack.installation.Configuration;
import dcm.stack.installation.Installation;
import dcm.stack.lifecycle.Stack;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** An installation whose Kafka and PostgreSQL are run by others, both with TLS. */
@Tag("install")
@TestMethodOrder(OrderAnnotation.class)
class ForeignServersJourneyIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private static Path directory;

    private static RunningStack other;
    private static ForeignKafka kafka;
    private static ForeignPostgres postgres;
    private static Map<String, String> settings;
    private static Stack stack;

    @BeforeAll
    static void startServers() throws IOException {
        other = RunningStack.get(); // has the engine
        Path tls = makeCertificates();
        kafka = new ForeignKafka(other.installation().programs(), directory, tls.resolve("server.pem"));
        postgres = new ForeignPostgres(tls);
        postgres.sql("CREATE ROLE dcm LOGIN PASSWORD 'views secret'");
        postgres.sql("CREATE DATABASE dcm");
        postgres.sql("CREATE ROLE keycloak LOGIN PASSWORD 'keycloak secret'");
        postgres.sql("CREATE DATABASE keycloak OWNER keycloak");
        settings = new HashMap<>(Map.ofEntries(
                Map.entry("DCM_HOME", directory.resolve("dcm").toString()),
                Map.entry("DCM_PORT_BASE", "19080"),
                Map.entry("DCM_SSH_PORTS", "33000-33099"),
                Map.entry("DCM_HOST_NAME", "f1"),
                Map.entry("DCM_ALIASES", RunningStack.FIRST_ALIAS),
                Map.entry("DCM_BASE_IMAGES", RunningStack.BASE_IMAGE),
                Map.entry("DCM_HOST_NETWORKS", "10.214.0.0/16"),
                Map.entry("DOCKER_HOST", other.engine().host()),
                Map.entry("DCM_KAFKA_BOOTSTRAP", ForeignKafka.bootstrap()),
                Map.entry("DCM_KAFKA_ADMINISTRATOR", ForeignKafka.ADMINISTRATOR),
                Map.entry("DCM_KAFKA_ADMINISTRATOR_PASSWORD_FILE", secret("kafka", ForeignKafka.PASSWORD)),
                Map.entry("DCM_KAFKA_CA", tls.resolve("ca.crt").toString()),
                Map.entry("DCM_DATABASE_URL", postgres.url("dcm")),
                Map.entry("DCM_DATABASE_PASSWORD_FILE", secret("views", "views secret")),
                Map.entry("DCM_KEYCLOAK_DATABASE_URL", postgres.url("keycloak")),
                Map.entry("DCM_KEYCLOAK_DATABASE_PASSWORD_FILE", secret("keycloak", "keycloak secret"))));
    }

    @AfterAll
    static void stopAll() {
        if (stack != null) {
            stack.down(System.out::println);
            new EngineCleanUp(installation()).removeForGood(System.out::println);
        }
        if (postgres != null) {
            postgres.close();
        }
        if (kafka != null) {
            kafka.close();
        }
    }

    @Test
    @Order(1)
    void wrongSettingsAreRefusedWithTheReason() {
        assertThat(problems(Map.of("DCM_KAFKA_PLAINTEXT", "true", "DCM_KAFKA_BOOTSTRAP", "kafka.lab.example:9092")))
                .singleElement()
                .asString()
                .contains("on other machines", "TLS");
        assertThat(problems(Map.of("DCM_CLUSTER_ADDRESS", "127.0.0.1")))
                .singleElement()
                .asString()
                .contains("DCM_CLUSTER_ADDRESS", "own broker only");
        assertThat(problems(Map.of("DCM_KEYCLOAK_DATABASE_URL", "")))
                .singleElement()
                .asString()
                .contains("needs DCM_KEYCLOAK_DATABASE_URL");
        assertThatThrownBy(() -> new Stack(installation()).up(System.out::println))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("The role dcm must own the database of DCM_DATABASE_URL");
        postgres.sql("ALTER DATABASE dcm OWNER TO dcm");
    }

    @Test
    @Order(2)
    void containerIsCreatedAndListed() throws Exception {
        stack = new Stack(installation());
        stack.up(System.out::println);

        assertThat(stack.parts())
                .extracting(Part::name)
                .doesNotContain("kafka", "postgres")
                .contains("keycloak");
        LocalAccounts people = new LocalAccounts(installation());
        people.add("alice", "alice", "user", List.of(newKey()));
        StackApiClient alice = people.as("alice");
        JsonNode created = alice.post("/v1/containers", Map.of("image", "debian-ssh", "name", "web"), LONG)
                .expectDone();
        JsonNode web = alice.get(
                        "/v1/containers/web?after=" + created.path("sequence").asLong())
                .expectDone();
        assertThat(web.path("state").asText()).isEqualTo("running");
    }

    @Test
    @Order(3)
    void otherUsersOfTheClusterDoNotSeeTheLog() throws Exception {
        KafkaConnection administrator = installation().kafka();
        try (Admin admin = Admin.create(administrator.properties())) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            "another-application",
                            new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096),
                            "another secret")))
                    .all()
                    .get();
        }
        KafkaConnection application = KafkaConnection.scram(
                        ForeignKafka.bootstrap(), "another-application", "another secret")
                .overTls(Optional.of(Path.of(settings.get("DCM_KAFKA_CA"))));
        try (Admin admin = Admin.create(application.properties())) {
            assertThatThrownBy(() -> admin.describeTopics(List.of(Topic.ACCOUNTS.topicName()))
                            .allTopicNames()
                            .get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    @Test
    @Order(4)
    void anotherInstallationIsRefusedThere() throws IOException {
        Map<String, String> second = new HashMap<>(settings);
        second.putAll(Map.of("DCM_HOME", directory.resolve("second").toString(), "DCM_PORT_BASE", "20080"));

        Stack refused = new Stack(Installation.of(other.installation().programs(), second));

        try {
            assertThatThrownBy(() -> refused.up(System.out::println))
                    .isInstanceOf(StackFailure.class)
                    .hasMessageContaining("topic dcm.intents")
                    .hasMessageContaining("Another installation uses it");
        } finally {
            refused.down(System.out::println); // Keycloak has started before the refusal
        }
    }

    @Test
    @Order(5)
    void everythingIsThereAfterARestart() {
        stack.down(System.out::println);
        stack.up(System.out::println);

        StackApiClient alice = new LocalAccounts(installation()).as("alice");
        Eventually.that( // its host has sent no heartbeat yet
                "the container is shown as running",
                () -> alice.get("/v1/containers/web")
                        .expectDone()
                        .path("state")
                        .asText()
                        .equals("running"));
        assertThat(stack.rebuildViews(System.out::println).records()).isPositive();
        assertThat(launcher("status")).contains("Kafka of others: localhost:19393 (reachable)", "(reachable)");
        assertThat(launcher("user", "ls")).contains("alice");
    }

    @Test
    @Order(6)
    void oldRecordsMoveToTheArchive() {
        Stack.Compaction done = stack.compactLog(Instant.now(), false, System.out::println);

        assertThat(done.plan().moved()).isPositive();
        assertThat(done.archive().records()).isPositive();
        assertThat(stack.rebuildViews(System.out::println).records()).isPositive();
        stack.rebuildAdmission(System.out::println);
        StackApiClient alice = new LocalAccounts(installation()).as("alice");
        JsonNode stopped = alice.post("/v1/containers/web/stop", LONG).expectDone();
        JsonNode web = alice.get(
                        "/v1/containers/web?after=" + stopped.path("sequence").asLong())
                .expectDone();
        assertThat(web.path("state").asText()).isEqualTo("stopped");
    }

    private static String launcher(String... words) {
        List<String> command = new ArrayList<>(List.of("env"));
        settings.forEach((name, value) -> command.add(name + "=" + value));
        // Without the directory of the other stack.
        command.addAll(List.of(other.launcher(words)).subList(2, other.launcher(words).length));
        return ShellRunner.attempt(command).output();
    }

    private static Installation installation() {
        return Installation.of(other.installation().programs(), settings);
    }

    private static List<String> problems(Map<String, String> changed) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(changed);
        return new Configuration(other.installation().programs(), all).problems();
    }

    private static String secret(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name + ".password"), text + "\n")
                .toString();
    }

    private static String newKey() throws IOException {
        Path key = directory.resolve("alice");
        ShellRunner.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
        return Files.readString(Path.of(key + ".pub")).strip();
    }

    /** A certificate authority, and a certificate for localhost. */
    private static Path makeCertificates() throws IOException {
        Path tls = Files.createDirectory(directory.resolve("tls"));
        ShellRunner.run("sh", "-ec", """
                cd %s
                openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=Laboratory' -keyout ca.key -out ca.crt
                openssl req -newkey rsa:2048 -nodes -subj '/CN=localhost' -keyout server.key -out server.csr
                printf 'subjectAltName=DNS:localhost' > san
                openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -days 2 -extfile san -out server.crt
                cat server.key server.crt > server.pem
                """.formatted(tls));
        return tls;
    }
}
