package dcm.apigateway;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = SshGatewayKeysTest.Gateways.class, restrictToAnnotatedClass = true)
class SshGatewayKeysTest {
    /** Two SSH gateways with a key each. */
    public static class Gateways implements QuarkusTestResourceLifecycleManager {
        private static final Map<String, Integer> REQUESTS = new ConcurrentHashMap<>();
        private static final List<HttpServer> SERVERS = List.of(server("first"), server("second"));

        @Override
        public Map<String, String> start() {
            SERVERS.forEach(HttpServer::start);
            return Map.of(
                    "dcm.ssh-gateway.url",
                    SERVERS.stream()
                            .map(server ->
                                    "http://127.0.0.1:" + server.getAddress().getPort())
                            .collect(Collectors.joining(",")));
        }

        @Override
        public void stop() {
            SERVERS.forEach(server -> server.stop(0));
        }

        private static HttpServer server(String key) {
            try {
                var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                byte[] set = "{\"keys\": [{\"kid\": \"%s\"}]}".formatted(key).getBytes(StandardCharsets.UTF_8);
                server.createContext("/jwks", exchange -> {
                    REQUESTS.merge(key, 1, Integer::sum);
                    exchange.sendResponseHeaders(200, set.length);
                    try (var body = exchange.getResponseBody()) {
                        body.write(set);
                    }
                });
                byte[] hostKeys = "{\"keys\": [\"ssh-ed25519 AAAA\"]}".getBytes(StandardCharsets.UTF_8);
                server.createContext("/host-keys", exchange -> {
                    exchange.sendResponseHeaders(200, hostKeys.length);
                    try (var body = exchange.getResponseBody()) {
                        body.write(hostKeys);
                    }
                });
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void keysOfAllGatewaysAndTheirHostKeysArePublishedAlsoAfterOneHasStopped() {
        assertBothKeys();

        Gateways.SERVERS.getFirst().stop(0);
        int before = Gateways.REQUESTS.get("second");

        await("the gateways are asked again").until(() -> {
            assertBothKeys();
            return Gateways.REQUESTS.get("second") > before;
        });
        assertBothKeys();
        given().get("/.well-known/dcm/ssh-host-keys")
                .then()
                .statusCode(200)
                .body("keys", equalTo(List.of("ssh-ed25519 AAAA")));
        given().post("/.well-known/dcm/ssh-host-keys").then().statusCode(405).header("Allow", "GET, HEAD");
    }

    private static void assertBothKeys() {
        given().get("/jwks").then().statusCode(200).body("keys.kid", containsInAnyOrder("first", "second"));
    }
}
