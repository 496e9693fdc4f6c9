package dcm.stack.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dcm.stack.installation.Installation;
import dcm.stack.part.ProcessOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProcessesTest {
    private static final Map<String, String> PUBLIC = Map.of("DCM_PUBLIC_URL", "https://dcm.example.org");

    @TempDir
    private Path home;

    @Test
    void apiGatewayWritesItsCertificateOnly() {
        ProcessOptions options = options("api-gateway", Map.of("DCM_TLS", "own-ca"));

        assertEquals(List.of(home.resolve("tls/public")), options.writable());
        assertEquals(List.of(ProcessOptions.LOW_PORTS), options.capabilities());
    }

    @Test
    void apiGatewayWritesNothingWithAnAdministratorsCertificate() throws IOException {
        String certificate = Files.createFile(home.resolve("a.crt")).toString();
        String key = Files.createFile(home.resolve("a.key")).toString();
        ProcessOptions options = options(
                "api-gateway", Map.of("DCM_TLS", "files", "DCM_TLS_CERTIFICATE", certificate, "DCM_TLS_KEY", key));

        assertEquals(List.of(), options.writable());
        assertEquals(List.of(ProcessOptions.LOW_PORTS, ProcessOptions.WRITE_ALL), options.capabilities());
    }

    @Test
    void userServiceWritesInvitationsOnly() {
        ProcessOptions options =
                options("user-service", Map.of("DCM_TLS", "own-ca", "DCM_CLUSTER_ADDRESS", "192.0.2.1"));

        assertEquals(List.of(home.resolve("secrets/hosts")), options.writable());
    }

    private ProcessOptions options(String service, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(PUBLIC);
        all.put("DCM_HOME", home.toString());
        return new ServiceProcesses(Installation.of(home, all)).of(service, service, Set.of());
    }
}
