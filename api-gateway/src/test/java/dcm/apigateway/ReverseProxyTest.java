package dcm.apigateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway behind a reverse proxy on the same machine, which the test plays. */
@QuarkusTest
@WithTestResource(FakeBackendServices.class)
@TestProfile(ReverseProxyTest.BehindProxy.class)
class ReverseProxyTest {
    /** Keycloak does not run, so that the gateway answers 503 to what it forwards. */
    private static final int UNUSED_PORT = 1;

    public static final class BehindProxy implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(ProxyPort.class));
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "dcm.public-url", "https://dcm.example.org",
                    "dcm.tls", "proxy",
                    "dcm.listen", "127.0.0.1",
                    "dcm.trusted-proxies", "127.0.0.1,::1",
                    "dcm.connections.first-request", "2S",
                    "dcm.keycloak.url", "http://127.0.0.1:" + UNUSED_PORT,
                    "dcm.keycloak.requests-per-second", "1",
                    "dcm.keycloak.requests-burst", "3");
        }
    }

    /** The port of the listener that is only for the proxy. */
    public static final class ProxyPort implements QuarkusTestResourceLifecycleManager {
        @Override
        public Map<String, String> start() {
            try (var socket = new ServerSocket(0)) {
                return Map.of("dcm.http-port", Integer.toString(socket.getLocalPort()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void stop() {}
    }

    @TestHTTPResource
    URL gateway;

    @Test
    void clientsAddressAndUrlReachTheService() {
        given().header("X-Forwarded-For", "198.51.100.9, 192.0.2.7")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "dcm.example.org")
                .get("/v1/containers")
                .then()
                .statusCode(200)
                .header("Strict-Transport-Security", "max-age=31536000")
                .body("headers.x-forwarded-for", equalTo("192.0.2.7"))
                .body("headers.x-forwarded-proto", equalTo("https"))
                .body("headers.x-forwarded-host", equalTo("dcm.example.org"));
    }

    @Test
    void publicUrlReplacesWhatTheProxyDoesNotState() {
        given().header("X-Forwarded-For", "192.0.2.7")
                .get("/v1/containers")
                .then()
                .statusCode(200)
                .body("headers.x-forwarded-proto", equalTo("https"))
                .body("headers.x-forwarded-host", equalTo("dcm.example.org"));
    }

    @Test
    void requestOfALocalProgramIsItsOwn() {
        given().get("/v1/containers")
                .then()
                .statusCode(200)
                .header("Strict-Transport-Security", nullValue())
                .body("headers.x-forwarded-for", equalTo("127.0.0.1"))
                .body("headers.x-forwarded-proto", equalTo("http"));
    }

    @Test
    void requestWithoutTlsIsRedirected() {
        given().redirects()
                .follow(false)
                .header("X-Forwarded-For", "192.0.2.7")
                .header("X-Forwarded-Proto", "http")
                .get("/v1/containers?name=web")
                .then()
                .statusCode(308)
                .header("Location", "https://dcm.example.org/v1/containers?name=web");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "", "192.0.2.7, unknown", "192.0.2.7, unknown, 127.0.0.1"})
    void unusableAddressOfTheClientIsRejected(String forwardedFor) throws IOException {
        assertThat(status(gateway, "/v1/containers", "X-Forwarded-For: " + forwardedFor))
                .isEqualTo("400");
    }

    @ParameterizedTest
    @CsvSource({"HTTPS, 200", "wss, 200", "ws, 308", "gopher, 400", "'https, gopher', 400", "'https,', 400"})
    void unknownSchemeIsRejected(String scheme, String status) throws IOException {
        assertThat(status(gateway, "/v1/containers", "X-Forwarded-For: 192.0.2.7", "X-Forwarded-Proto: " + scheme))
                .isEqualTo(status);
    }

    @Test
    void hostIsThatOfThePublicUrl() {
        given().header("X-Forwarded-For", "192.0.2.7")
                .header("X-Forwarded-Host", "evil.example")
                .get("/v1/containers")
                .then()
                .statusCode(200)
                .body("headers.x-forwarded-host", equalTo("dcm.example.org"));
    }

    @Test
    void clientMustBeStatedAtTheListenerOfTheProxy() throws IOException {
        int port = ConfigProvider.getConfig().getValue("dcm.http-port", Integer.class);
        URL listener = URI.create("http://127.0.0.1:" + port).toURL();

        assertThat(status(listener, "/v1/containers")).isEqualTo("400");
        assertThat(status(listener, "/v1/containers", "X-Forwarded-For: unknown"))
                .isEqualTo("400");
        assertThat(status(listener, "/v1/containers", "X-Forwarded-For: 192.0.2.7"))
                .isEqualTo("200");
        assertThat(status(listener, "/%71/health", "X-Forwarded-For: 192.0.2.7"))
                .isEqualTo("404");
    }

    @Test
    void connectionWithoutARequestIsClosed() throws IOException {
        int port = ConfigProvider.getConfig().getValue("dcm.http-port", Integer.class);
        byte[] request = "GET /openapi HTTP/1.1\r\nHost: dcm.example.org\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (var used = new Socket("127.0.0.1", port);
                var unused = new Socket("127.0.0.1", port);
                var slow = new Socket("127.0.0.1", port)) {
            used.setSoTimeout(10_000);
            used.getOutputStream().write(request);
            assertThat(used.getInputStream().read()).isEqualTo('H');
            slow.getOutputStream().write(request, 0, 10);

            for (Socket socket : List.of(unused, slow)) {
                socket.setSoTimeout(20_000);
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }

            used.getInputStream().skipNBytes(used.getInputStream().available());
            used.getOutputStream().write(request);
            assertThat(used.getInputStream().read()).isEqualTo('H');
        }
    }

    @Test
    void requestsToKeycloakAreLimitedPerAddress() {
        String path = "/realms/dcm/protocol/openid-connect/auth/device";
        Supplier<ValidatableResponse> post =
                () -> given().header("X-Forwarded-For", "192.0.2.31").post(path).then();
        post.get().statusCode(503);

        // One request per second is permitted again.
        Stream.generate(post)
                .limit(100)
                .filter(response -> response.extract().statusCode() != 503)
                .findFirst()
                .orElseThrow()
                .statusCode(429)
                .header("Retry-After", "1")
                .body("code", equalTo("too-many-requests"));
        given().header("X-Forwarded-For", "192.0.2.32").post(path).then().statusCode(503);
        given().header("X-Forwarded-For", "192.0.2.31")
                .get("/resources/abc/style.css")
                .then()
                .statusCode(503);
        given().header("X-Forwarded-For", "192.0.2.31")
                .get("/v1/containers")
                .then()
                .statusCode(200);
    }

    @Test
    void requestsFromLoopbackToKeycloakAreNotLimited() {
        for (int i = 0; i < 8; i++) {
            given().get("/realms/dcm/account").then().statusCode(503);
        }
    }

    @Test
    void largeBodyIsNotForwardedToKeycloak() {
        given().header("X-Forwarded-For", "192.0.2.33")
                .body("a".repeat(64 * 1024 + 1))
                .post("/realms/dcm/protocol/openid-connect/token")
                .then()
                .statusCode(413)
                .body("detail", containsString("65536"));
    }

    @Test
    void healthIsNotForOtherMachines() {
        given().header("X-Forwarded-For", "192.0.2.7").get("/q/health").then().statusCode(404);
        given().get("/q/health/live").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/metrics", "/%71/health", "/q%2Fhealth", "/q/%68ealth"})
    void healthWithEscapesIsNotForOtherMachines(String path) throws IOException {
        assertThat(status(gateway, path, "X-Forwarded-For: 192.0.2.7")).isEqualTo("404");
    }

    /** The status of a raw request, because HTTP clients normalize the path. */
    private static String status(URL server, String path, String... headers) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: dcm.example.org\r\n"
                + Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining()) + "\r\n";
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            return lines.readLine().split(" ")[1];
        }
    }
}
