package dcm.stack.keycloak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which clients of the realm exchange passwords for tokens. The ids of Keycloak's clients are their names here. */
class SignInSecurityTest {
    private static final Path REPOSITORY =
            Path.of("").toAbsolutePath().getParent().getParent();

    @TempDir
    Path directory;

    /** Whether a client exchanges passwords for tokens. */
    private final Map<String, Boolean> clients = new ConcurrentHashMap<>(Map.of(
            "dcm-cli", true,
            "admin-cli", true,
            "account-console", false,
            "lab", true,
            "dcm-launcher", true));

    private volatile String realm = "";
    private HttpServer keycloak;

    @BeforeEach
    void startKeycloak() throws IOException {
        Files.createDirectories(directory.resolve("data"));
        keycloak = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        keycloak.createContext("/", this::answer);
        keycloak.start();
    }

    @AfterEach
    void stopKeycloak() {
        keycloak.stop(0);
    }

    @Test
    void noPublicClientExchangesPasswordsWithAPublicUrl() {
        new KeycloakRealm(installation(Map.of())).setSecurity(true);

        assertEquals(List.of("dcm-launcher"), clientsWithPasswords());
        assertTrue(realm.contains("\"sslRequired\":\"external\""), realm);
    }

    @Test
    void clientsExchangePasswordsOnLoopbackAgain() {
        var keycloakRealm = new KeycloakRealm(installation(Map.of()));
        keycloakRealm.setSecurity(true);

        keycloakRealm.setSecurity(false);

        assertEquals(List.of("admin-cli", "dcm-cli", "dcm-launcher"), clientsWithPasswords());
        assertTrue(realm.contains("\"sslRequired\":\"none\""), realm);
    }

    @Test
    void clientsOfAnAdministratorAreKeptOnLoopback() {
        new KeycloakRealm(installation(Map.of())).setSecurity(false);

        assertEquals(List.of("admin-cli", "dcm-cli", "dcm-launcher", "lab"), clientsWithPasswords());
    }

    @Test
    void publicClientsAreCheckedAtEachStart() {
        Installation installation = installation(Map.of("DCM_PUBLIC_URL", "https://dcm.test", "DCM_TLS", "own-ca"));
        start(installation);
        clients.put("admin-cli", true);

        start(installation);

        assertEquals(List.of("dcm-launcher"), clientsWithPasswords());
    }

    private static void start(Installation installation) {
        new KeycloakClientSetup(installation).step().action().accept(line -> {});
    }

    private List<String> clientsWithPasswords() {
        return clients.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        switch (exchange.getRequestMethod()) {
            case "GET" -> respond(exchange, 200, document(path, query));
            case "PUT" -> {
                if (path.equals("/admin/realms/dcm")) {
                    realm = body;
                }
                String client = path.substring(path.lastIndexOf('/') + 1);
                if (clients.containsKey(client) && body.contains("directAccessGrantsEnabled")) {
                    clients.put(client, body.contains("\"directAccessGrantsEnabled\":true"));
                }
                respond(exchange, 204, "");
            }
            default -> respond(exchange, path.endsWith("/token") ? 200 : 204, "{\"access_token\": \"t\"}");
        }
    }

    private String document(String path, String query) {
        if (!path.endsWith("/clients")) {
            return "{\"id\": \"x\"}";
        }
        if (query.startsWith("clientId=")) {
            return "[{\"id\": \"%s\"}]".formatted(query.substring("clientId=".length()));
        }
        return clients.entrySet().stream()
                .map(client ->
                        "{\"id\": \"%1$s\", \"clientId\": \"%1$s\", \"publicClient\": %2$s, \"directAccessGrantsEnabled\": %3$s}"
                                .formatted(client.getKey(), !client.getKey().equals("dcm-launcher"), client.getValue()))
                .toList()
                .toString();
    }

    private static void respond(HttpExchange exchange, int status, String text) throws IOException {
        byte[] answer = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, status == 204 ? -1 : answer.length);
        if (status != 204) {
            exchange.getResponseBody().write(answer);
        }
        exchange.close();
    }

    private Installation installation(Map<String, String> settings) {
        int any = 20_000;
        int distance = Installation.of(directory, Map.of("DCM_PORT_BASE", String.valueOf(any)))
                        .port(StackPort.KEYCLOAK)
                - any;
        Map<String, String> all = new HashMap<>(settings);
        all.put("DCM_PORT_BASE", String.valueOf(keycloak.getAddress().getPort() - distance));
        all.put("DCM_HOME", directory.toString());
        return Installation.of(REPOSITORY, all);
    }
}
