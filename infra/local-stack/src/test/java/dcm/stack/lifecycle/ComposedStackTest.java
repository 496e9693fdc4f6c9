package dcm.stack.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.Versions;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    @Test
    void servicesHaveCopiesOfTheirFiles() throws IOException {
        prepare(Map.of());

        Path services = home.resolve("services");
        assertEquals(
                Files.readString(home.resolve("secrets/gateways")),
                Files.readString(services.resolve("ssh-gateway/gateways")));
        for (String service : SERVICES) {
            List<String> files = environment(service).values().stream()
                    .filter(value -> value.startsWith("/") && Files.isRegularFile(Path.of(value)))
                    .toList();

            assertFalse(files.isEmpty());
            assertTrue(
                    files.stream().allMatch(file -> Path.of(file).startsWith(services.resolve(service))),
                    files::toString);
        }
    }

    @Test
    void certificatesFromElsewhereAreRefused() {
        StackFailure failure = assertThrows(StackFailure.class, () -> prepare(Map.of("DCM_TLS", "proxy")));

        assertTrue(String.valueOf(failure.getMessage()).contains("DCM_TLS=proxy"), failure::getMessage);
    }

    @Test
    void portsForHostsThatAreNotPublishedAreRefused() {
        StackFailure failure = assertThrows(StackFailure.class, () -> prepare(Map.of("DCM_PORT_BASE", "9080")));

        assertTrue(
                String.valueOf(failure.getMessage())
                        .contains("DCM_HOSTS_PORTS is '8092-8093', but hosts connect to the ports 9092-9093"),
                failure::getMessage);
    }

    @Test
    void olderVersionIsRefused() throws IOException {
        Files.createDirectories(home.resolve("data"));
        Files.writeString(home.resolve("data/version"), "9999.0.0\n");

        StackFailure failure = assertThrows(StackFailure.class, () -> prepare(Map.of()));

        assertTrue(String.valueOf(failure.getMessage()).contains("DCM 9999.0.0 has started"), failure::getMessage);
    }

    @Test
    void usersContainersCannotPublishThePortsOfTheControlPlane() throws IOException {
        prepare(Map.of());

        String own = "," + environment("command-service").get("DCM_PORTS_OWN") + ",";

        for (String published : List.of("8080-8100", "2222", "443", "80")) {
            assertTrue(own.contains("," + published + ","), own);
        }
    }

    /** Otherwise, a new version of a server is in the ordinary installation only. */
    @Test
    void composeFileNamesTheVersionsOfThisBuild() throws IOException {
        Path directory = Path.of("../compose");
        String all = Files.readString(directory.resolve("compose.yaml"))
                + Files.readString(directory.resolve(".env.example"));

        assertEquals(Set.of(Versions.of("dcm")), found(all, "DCM_VERSION(?::-|=)([^}\\s]+)"));
        assertEquals(Set.of(Versions.of("kafka")), found(all, "apache/kafka:([^}\\s]+)"));
        assertEquals(Set.of(Versions.of("keycloak")), found(all, "keycloak/keycloak:([^}\\s]+)"));
        assertEquals(Set.of(Versions.of("postgres").replaceFirst("\\..*", "")), found(all, "postgres:(\\d+)-[a-z]+"));
    }

    private static Set<String> found(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toSet());
    }

    private void prepare(Map<String, String> others) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "DCM_HOME", home.toString(),
                "DCM_PUBLIC_URL", "https://dcm.example.org",
                "DCM_TLS", "own-ca",
                "DCM_CLUSTER_ADDRESS", "192.0.2.1",
                "DCM_CLUSTER_LISTEN", "0.0.0.0"));
        settings.putAll(others);
        new ComposedStack(Installation.of(Path.of("../.."), settings)).prepare("8092-8093", line -> {});
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
