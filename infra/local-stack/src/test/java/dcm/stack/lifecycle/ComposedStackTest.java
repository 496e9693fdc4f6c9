package dcm.stack.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposedStackTest {
    private static final List<String> SERVICES =
            List.of("command-service", "projection-service", "user-service", "api-gateway", "ssh-gateway");

    @TempDir
    private Path home;

    @Test
    void secondPreparationWritesTheSameFiles() throws IOException {
        prepare(Map.of());
        Map<String, String> first = configurations();

        prepare(Map.of());

        assertEquals(first, configurations());
    }

    @Test
    void brokerListensOnAllAddressesAndAdvertisesTheClusterAddress() throws IOException {
        prepare(Map.of());

        String broker = Files.readString(home.resolve("kafka/server.properties"));

        assertTrue(broker.contains(",HOSTS://0.0.0.0:8092\n"), broker);
        assertTrue(broker.contains("advertised.listeners=CLIENTS://127.0.0.1:8087,HOSTS://192.0.2.1:8092\n"), broker);
        assertTrue(Files.exists(home.resolve("kafka/server.pem")));
        assertEquals("0.0.0.0", environment("api-gateway").get("DCM_CLUSTER_LISTENER_ADDRESS"));
        assertEquals("true", environment("user-service").get("DCM_JOIN_CLUSTER_ADDRESS_IS_SHARED"));
    }

    @Test
    void partsThatComposeDoesNotHaveAreRefused() {
        StackFailure failure = assertThrows(
                StackFailure.class, () -> prepare(Map.of("DCM_IMAGE_REGISTRY", "true", "DCM_SWARM", "on")));

        assertTrue(String.valueOf(failure.getMessage()).contains("DCM_IMAGE_REGISTRY, DCM_SWARM"), failure::getMessage);
    }

    private void prepare(Map<String, String> others) {
        Map<String, String> settings = new HashMap<>(others);
        settings.putAll(Map.of(
                "DCM_HOME", home.toString(),
                "DCM_PUBLIC_URL", "https://dcm.example.org",
                "DCM_TLS", "own-ca",
                "DCM_CLUSTER_ADDRESS", "192.0.2.1",
                "DCM_CLUSTER_LISTEN", "0.0.0.0"));
        new ComposedStack(Installation.of(Path.of("../.."), settings)).prepare(line -> {});
    }

    private Map<String, String> configurations() throws IOException {
        Map<String, String> all = new HashMap<>();
        for (String file : List.of("kafka/server.properties", "keycloak/keycloak.conf", "postgres/password")) {
            all.put(file, Files.readString(home.resolve(file)));
        }
        for (String service : SERVICES) {
            all.put(service, environment(service).toString());
        }
        return all;
    }

    private Map<String, String> environment(String service) throws IOException {
        var environment = new Properties();
        environment.load(new StringReader(
                Files.readString(home.resolve("services").resolve(service).resolve(".env"))));
        Map<String, String> sorted = new TreeMap<>();
        environment.stringPropertyNames().forEach(name -> sorted.put(name, environment.getProperty(name)));
        return sorted;
    }
}
