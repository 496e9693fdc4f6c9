package dcm.stack.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignServersTest {
    @TempDir
    private Path directory;

    private final Map<String, String> settings = new HashMap<>();

    @BeforeEach
    void writeFiles() throws IOException {
        Path password = Files.writeString(directory.resolve("password"), "say \"hi\"\n");
        Path ca = Files.createFile(directory.resolve("ca.pem"));
        settings.putAll(Map.of(
                "DCM_HOME", directory.resolve("home").toString(),
                "DCM_KAFKA_BOOTSTRAP", "kafka1.lab.example:9093,kafka2.lab.example:9093",
                "DCM_KAFKA_ADMINISTRATOR", "admin",
                "DCM_KAFKA_ADMINISTRATOR_PASSWORD_FILE", password.toString(),
                "DCM_KAFKA_CA", ca.toString(),
                "DCM_DATABASE_URL", "jdbc:postgresql://db.lab.example/dcm?sslmode=verify-full",
                "DCM_DATABASE_PASSWORD_FILE", password.toString(),
                "DCM_KEYCLOAK_DATABASE_URL", "jdbc:postgresql://localhost:5433/keycloak",
                "DCM_KEYCLOAK_DATABASE_PASSWORD_FILE", password.toString()));
    }

    @Test
    void connectionsUseTlsAndTheGivenPasswords() {
        Installation installation = installation();

        Map<String, Object> administrator = installation.kafka().properties();
        assertEquals("kafka1.lab.example:9093,kafka2.lab.example:9093", administrator.get("bootstrap.servers"));
        assertEquals("SASL_SSL", administrator.get("security.protocol"));
        assertEquals("SCRAM-SHA-512", administrator.get("sasl.mechanism"));
        assertTrue(administrator
                .get("sasl.jaas.config")
                .toString()
                .endsWith("username=\"admin\" password=\"say \\\"hi\\\"\";"));
        Map<String, Object> worker = installation.kafka(installation.worker()).properties();
        assertEquals("SASL_SSL", worker.get("security.protocol"));
        assertEquals("SCRAM-SHA-256", worker.get("sasl.mechanism"));
        Database views = installation.viewsDatabase();
        assertEquals(
                new Database("jdbc:postgresql://db.lab.example/dcm?sslmode=verify-full", "dcm", "say \"hi\""), views);
        assertTrue(views.urlOfSchema("next").endsWith("?sslmode=verify-full&currentSchema=next"));
        assertEquals("keycloak", installation.keycloakDatabase().user());
    }

    @Test
    void authoritiesOfTheDatabasesAreThoseOfTheirUrls() {
        assertEquals(Set.of(), installation().foreignDatabases().orElseThrow().authorities());

        settings.put(
                "DCM_DATABASE_URL",
                "jdbc:postgresql://db.lab.example/dcm?sslmode=verify-full&sslrootcert=/etc/ssl/lab.pem&x=y");

        assertEquals(
                Set.of(Path.of("/etc/ssl/lab.pem")),
                installation().foreignDatabases().orElseThrow().authorities());
    }

    @Test
    void settingsAreStored() {
        installation().store();

        Installation later =
                Installation.of(Path.of("/repository"), Map.of("DCM_HOME", settings.getOrDefault("DCM_HOME", "")));
        assertEquals(installation().foreignBroker(), later.foreignBroker());
        assertEquals(installation().foreignDatabases(), later.foreignDatabases());
    }

    @Test
    void brokerOfAnotherMachineNeedsTls() {
        settings.put("DCM_KAFKA_PLAINTEXT", "true");

        assertEquals(
                "DCM_KAFKA_PLAINTEXT is true, but these brokers are on other machines: kafka1.lab.example:9093, kafka2.lab.example:9093. Use a listener with TLS.",
                refusal());
    }

    @Test
    void missingSettingsAreNamed() {
        settings.remove("DCM_KAFKA_ADMINISTRATOR");

        assertEquals("DCM_KAFKA_BOOTSTRAP is set, and needs DCM_KAFKA_ADMINISTRATOR.", refusal());
    }

    @Test
    void keycloakNeedsADatabaseUnlessAnotherIssuerIsUsed() {
        settings.remove("DCM_KEYCLOAK_DATABASE_URL");

        assertEquals("DCM_DATABASE_URL is set, and needs DCM_KEYCLOAK_DATABASE_URL.", refusal());
        settings.putAll(Map.of("DCM_ISSUER", "https://id.lab.example", "DCM_FIRST_ADMINISTRATOR", "chief"));
        assertTrue(installation().foreignDatabases().isPresent());
    }

    @Test
    void databaseOfAnotherMachineNeedsItsCertificateChecked() {
        settings.put("DCM_DATABASE_URL", "jdbc:postgresql://db.lab.example/dcm?sslmode=require");

        assertTrue(
                refusal()
                        .startsWith(
                                "DCM_DATABASE_URL is 'jdbc:postgresql://db.lab.example/dcm?sslmode=require', which is on another machine."),
                refusal());
        settings.put("DCM_DATABASE_URL", "jdbc:postgresql://localhost/dcm?password=secret");
        assertTrue(refusal().startsWith("DCM_DATABASE_URL must not contain user, password"), refusal());
    }

    @Test
    void passwordIsReadWhenItIsNeeded() throws IOException {
        Installation installation = installation();
        Files.delete(directory.resolve("password"));

        installation(); // for './dcm down'
        assertTrue(assertThrows(StackFailure.class, installation::kafka)
                .getMessage()
                .startsWith("DCM_KAFKA_ADMINISTRATOR_PASSWORD_FILE is '"));
        Files.writeString(directory.resolve("password"), "a${b}");
        assertTrue(assertThrows(StackFailure.class, installation::viewsDatabase)
                .getMessage()
                .contains("(DCM_DATABASE_PASSWORD_FILE) contains '${'"));
    }

    private String refusal() {
        return String.valueOf(
                assertThrows(StackFailure.class, this::installation).getMessage());
    }

    private Installation installation() {
        return Installation.of(Path.of("/repository"), settings);
    }
}
