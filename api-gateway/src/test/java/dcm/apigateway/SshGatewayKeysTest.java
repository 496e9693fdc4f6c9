package dcm.apigateway;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

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
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = SshGatewayKeysTest.Gateways.class, restrictToAnnotatedClass = true)
class SshGatewayKeysTest {
    /** Two SSH gateways with a key each. */
    public static class Gateways implements QuarkusTestResourceLifecycleManager {
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
                    exchange.sendResponseHeaders(200, set.length);
                    try (var body = exchange.getResponseBody()) {
                        body.write(set);
                    }
                });
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void keysOfAllGatewaysArePublishedAlsoAfterOneHasStopped() throws InterruptedException {
        given().get("/jwks").then().statusCode(200).body("keys.kid", hasItems("first", "second"));

        Gateways.SERVERS.getFirst().stop(0);
        Thread.sleep(1100); // answers are repeated for a second

        given().get("/jwks").then().statusCode(200).body("keys.kid", hasItems("first", "second"));
        given().get("/jwks").then().body("keys.size()", equalTo(2));
    }
}
