package dcm.stack.keycloak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordPolicyTest {
    private static final Path REPOSITORY =
            Path.of("").toAbsolutePath().getParent().getParent();

    @TempDir
    Path directory;

    @Test
    void realmRejectsShortPasswordsTheUserNameAndTheEmailAddress() {
        String policy = new RealmFile(REPOSITORY.resolve("infra/keycloak/dcm-realm.json")).passwordPolicy();

        assertEquals(List.of("length(12)", "notUsername", "notEmail"), List.of(policy.split(" and ")));
    }

    @Test
    void generatedPasswordsAreLongEnough() {
        Installation installation = Installation.of(directory, Map.of());

        assertTrue(installation.secrets().admin().length() >= 12);
        assertTrue(installation.secrets().secret("sign-in-alice").length() >= 12);
    }

    @Test
    void realmFileWithoutPolicyIsReported() throws IOException {
        Path file = Files.writeString(directory.resolve("realm.json"), "{\"realm\": \"dcm\"}");

        StackFailure failure = assertThrows(StackFailure.class, () -> new RealmFile(file).passwordPolicy());

        assertTrue(failure.getMessage().contains("no passwordPolicy"), failure.getMessage());
    }

    @Test
    void policyIsSetInAnExistingRealm() throws IOException {
        var changes = new CopyOnWriteArrayList<String>();
        HttpServer keycloak = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Installation installation = Installation.of(
                directory,
                Map.of(
                        "DCM_PORT_BASE",
                        String.valueOf(base(keycloak.getAddress().getPort())),
                        "DCM_HOME",
                        directory.toString()));
        keycloak.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean token = exchange.getRequestURI().getPath().endsWith("/token");
            byte[] answer = token ? "{\"access_token\": \"t\"}".getBytes(StandardCharsets.UTF_8) : new byte[0];
            if (!token) {
                changes.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
            }
            exchange.sendResponseHeaders(token ? 200 : 204, token ? answer.length : -1);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        keycloak.start();
        try {
            new KeycloakRealm(installation).setPasswordPolicy("length(12)");
        } finally {
            keycloak.stop(0);
        }

        assertEquals(List.of("PUT /admin/realms/dcm {\"passwordPolicy\":\"length(12)\"}"), changes);
    }

    /** The base with which Keycloak has the port. */
    private int base(int port) {
        int any = 20_000;
        return port
                - Installation.of(directory, Map.of("DCM_PORT_BASE", String.valueOf(any)))
                        .port(StackPort.KEYCLOAK)
                + any;
    }
}
