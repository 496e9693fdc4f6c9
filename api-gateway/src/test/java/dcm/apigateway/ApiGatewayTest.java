package dcm.apigateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.http.impl.HttpClientInternal;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(FakeBackendServices.class)
class ApiGatewayTest {
    @TestHTTPResource("/")
    URI gateway;

    @Inject
    BackendServices services;

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/containers, projection-service",
        "GET, /v1/containers/2201?after=3, projection-service",
        "GET, /v1/intents/7, projection-service",
        "GET, /v1/ports, projection-service",
        "GET, /v1/images/debian%2Fssh, projection-service",
        "POST, /v1/containers, command-service",
        "POST, /v1/containers/2201/stop, command-service",
        "DELETE, /v1/containers/2201, command-service",
        "PUT, /v1/images/mine, command-service"
    })
    void requestIsForwardedToTheServiceThatOwnsMethodAndPath(String method, String path, String service) {
        given().urlEncodingEnabled(false)
                .request(method, path)
                .then()
                .statusCode(200)
                .body("service", equalTo(service))
                .body("method", equalTo(method))
                .body("uri", equalTo(path));
    }

    @Test
    void withoutADeviceClientTheSignInDocumentSaysWhatIsMissing() {
        given().get("/.well-known/dcm")
                .then()
                .statusCode(404)
                .body("code", equalTo("not-found"))
                .body("detail", containsString("DCM_DEVICE_CLIENT_ID"));
        given().post("/.well-known/dcm").then().statusCode(405).header("Allow", "GET, HEAD");
    }

    @Test
    void withoutAFileTheProgramForUsersIsNotOffered() {
        given().get("/client/dcm").then().statusCode(404).body("code", equalTo("not-found"));
    }

    @Test
    void traceOfTheClientIsReplaced() {
        String chosen = "0af7651916cd43dd8448eb211c80319c";

        var answer = given().header("traceparent", "00-" + chosen + "-b7ad6b7169203331-01")
                .header("tracestate", "a=b")
                .header("baggage", "c=d")
                .post("/v1/containers")
                .then()
                .statusCode(200)
                .body("headers", not(hasKey("tracestate")))
                .body("headers", not(hasKey("baggage")))
                .extract();

        assertThat(answer.header("traceparent"))
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00")
                .doesNotContain(chosen)
                .isEqualTo(answer.path("headers.traceparent"));
    }

    @Test
    void refusalOfTheGatewayNamesItsTrace() {
        given().get("/v1/planets").then().statusCode(404).header("traceparent", not(nullValue()));
    }

    @Test
    void headIsForwardedLikeGet() {
        given().head("/v1/containers").then().statusCode(200);
        given().head("/v1/users").then().statusCode(503);
    }

    @Test
    void bodyIsForwardedUnchanged() {
        String body = "x".repeat(3 * 1024 * 1024);

        String arrived = given().body(body)
                .post("/v1/containers")
                .then()
                .statusCode(200)
                .extract()
                .path("body");

        assertThat(arrived).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/v1/", "/v1/planets", "/v1/containersx", "/v1/usersx/bob", "/elsewhere"})
    void unknownPathIsNotFound(String path) {
        problem(given().get(path).then(), 404, "not-found").body("title", equalTo("No such resource"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/containers/../users",
                "/v1/containers/%2e%2e/users",
                "/v1/containers/.%2E/users",
                "/v1/containers/..%2fusers",
                "/v1/containers/..%5cusers",
                "/v1/containers/%252e%252e/users",
                "/v1/containers;x=/../users",
                "/v1/containers/a%3b/stop",
                "/v1//users",
                "//v1/users",
                "/v1/containers/%2F/users",
                "/v1/containers/./a",
                "/v1/containers/a%00",
                "/v1/containers/%c0%ae%c0%ae/users"
            })
    void ambiguousPathIsRejected(String path) throws IOException {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: dcm\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "\"code\":\"bad-input\"");
    }

    @Test
    void invalidPercentEncodingIsRejected() throws IOException {
        String answer = raw("GET /v1/containers/%zz HTTP/1.1\r\nHost: dcm\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "\"code\":\"bad-input\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 127})
    void rawControlCharacterInAPathIsRejectedByTheHttpServer(int character) throws IOException {
        String answer =
                raw("GET /v1/containers/a" + (char) character + "b HTTP/1.1\r\nHost: dcm\r\nConnection: close\r\n\r\n");

        assertThat(answer).matches("(?s)HTTP/1\\.[01] 400 .*");
    }

    @Test
    void tooLongAddressIsRefusedWithAProblem() throws IOException {
        String answer = raw("GET /v1/containers?x=" + "a".repeat(10_000) + " HTTP/1.1\r\nHost: dcm\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 414").contains("application/problem+json", "address-too-long");
    }

    @Test
    void tooLargeHeadersAreRefusedWithAProblem() throws IOException {
        String answer = raw("GET /v1/containers HTTP/1.1\r\nHost: dcm\r\nX-Large: " + "a".repeat(30_000) + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 431").contains("application/problem+json", "headers-too-large");
    }

    @Test
    void methodThatAServiceDoesNotOfferIs405WithTheMethodsOfAllServices() {
        given().patch("/v1/containers").then().statusCode(405).header("Allow", "GET, HEAD, POST");
    }

    @Test
    void methodThatNoServiceOwnsIs405WithAllow() {
        problem(given().request("BREW", "/v1/containers").then(), 405, "method-not-allowed")
                .header("Allow", "GET, HEAD, POST");
        problem(given().post("/openapi").then(), 405, "method-not-allowed").header("Allow", "GET, HEAD");
    }

    @Test
    void percentEncodedPathIsForwardedToTheSameService() throws IOException {
        String answer = raw("GET /v1/%75sers/bob HTTP/1.1\r\nHost: dcm\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 503").contains("user-service");
    }

    @Test
    void eventIsForwardedBeforeTheNextOneIsSent() throws IOException {
        try (var socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET /v1/containers/streaming HTTP/1.1\r\nHost: dcm\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(until(lines, "data: ")).isEqualTo("data: one");

            given().get("/v1/containers/go-on").then().statusCode(204);

            assertThat(until(lines, "data: ")).isEqualTo("data: two");
        }
    }

    @Test
    void idleTimeoutIsLongerThanTheLongestWait() {
        int longestWait = 120;

        assertThat(((HttpClientInternal) services.client()).options().getIdleTimeout())
                .isGreaterThan(longestWait);
    }

    @Test
    void headersOfASilentStreamAreForwardedAtOnce() throws IOException {
        try (var socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET /v1/containers/quiet HTTP/1.1\r\nHost: dcm\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

            assertThat(lines.readLine()).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void unreachableServiceIsReportedByName() {
        problem(given().get("/v1/users/bob").then(), 503, "service-unreachable")
                .body("detail", allOf(containsString("user-service"), not(containsString("Exception"))));
    }

    @Test
    void brokenConnectionIsReportedWithTheServiceAndIdempotencyKeyHint() {
        problem(given().post("/v1/containers/breaking").then(), 502, "service-unanswered")
                .body("detail", allOf(containsString("command-service"), containsString("Idempotency-Key")));
    }

    @Test
    void forwardedHeadersOfAClientAreReplaced() {
        given().header("X-Forwarded-For", "203.0.113.9")
                .header("X-Forwarded-Host", "elsewhere")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Prefix", "/elsewhere")
                .header("Forwarded", "for=203.0.113.9")
                .header("Authorization", "Bearer token")
                .get("/v1/containers")
                .then()
                .body("headers", hasEntry("x-forwarded-for", "127.0.0.1"))
                .body("headers", hasEntry("x-forwarded-host", gateway.getAuthority()))
                .body("headers", hasEntry("x-forwarded-proto", "http"))
                .body("headers", hasEntry("authorization", "Bearer token"))
                .body("headers", not(hasKey("x-forwarded-prefix")))
                .body("headers", not(hasKey("forwarded")));
    }

    @Test
    void locationHeaderIsRelativeToTheApiGateway() {
        given().post("/v1/containers/located").then().statusCode(202).header("Location", "/v1/intents/7?after=3");
    }

    @Test
    void bodyOfMoreThanTenMebibytesIsRejected() throws IOException {
        String answer = raw("POST /v1/containers HTTP/1.1\r\nHost: dcm\r\nContent-Length: 10485761\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413").contains("\"code\":\"too-large\"", "10485761");
    }

    @Test
    void bodyWithoutContentLengthIsRejected() throws IOException {
        String answer = raw("POST /v1/containers HTTP/1.1\r\nHost: dcm\r\nTransfer-Encoding: chunked\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 411").contains("\"code\":\"length-required\"", "Content-Length");
    }

    @Test
    void otherOriginsAreNotAllowedByDefault() {
        given().header("Origin", "https://elsewhere.example")
                .get("/v1/containers")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @Test
    void oneDocumentDescribesTheWholeApi() {
        given().get("/openapi")
                .then()
                .statusCode(200)
                .header("X-Content-Type-Options", "nosniff")
                .body("info.title", equalTo("DCM"))
                .body("info.description", containsString("user-service"))
                .body("info.description", not(containsString("command-service")))
                .body("paths.'/v1/containers'", allOf(hasKey("get"), hasKey("post")))
                .body("tags", hasSize(1))
                .body("components.securitySchemes", hasKey("SecurityScheme"))
                .body("components.schemas.Problem.required", hasSize(1));
    }

    @Test
    void differentSchemasWithTheSameNameAreBothKept() {
        String read = "paths.'/v1/containers'.get.responses.'200'.content.'application/json'.schema.'$ref'";
        given().get("/openapi")
                .then()
                .body("components.schemas.Answer.type", equalTo("object"))
                .body("components.schemas.'Answer-projection-service'.type", equalTo("array"))
                .body(
                        "components.schemas.'Outer-projection-service'.'$ref'",
                        equalTo("#/components/schemas/Answer-projection-service"))
                .body(read, equalTo("#/components/schemas/Answer-projection-service"));
    }

    @Test
    void frontPageLinksToTheDescription() {
        given().get("/")
                .then()
                .statusCode(200)
                .header("X-Frame-Options", "DENY")
                .body(containsString("/openapi"));
    }

    @Test
    void consoleWithoutAClientAtTheIssuerSaysSo() {
        problem(given().get("/console/session").then(), 503, "console-not-configured");
        given().accept("text/html")
                .get("/console/")
                .then()
                .statusCode(503)
                .contentType("text/html")
                .body(containsString("DCM_CONSOLE_CLIENT_ID"));
    }

    @Test
    void apiGatewayIsReadyWhenAServiceIsNot() {
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'services' }.data", hasEntry("command-service", "ready"))
                .body("checks.find { it.name == 'services' }.data", hasEntry("user-service", "not ready"));
    }

    @Test
    void unknownMethodsAreNotFoundAndBoundedInTheMetrics() {
        for (int i = 0; i < 30; i++) {
            problem(given().request("BREW" + i, "/v1/users").then(), 404, "not-found");
        }

        String metrics =
                given().get("/q/metrics").then().statusCode(200).extract().asString();

        assertThat(metrics.lines().filter(line -> line.contains("_count{method=\"BREW")))
                .hasSizeBetween(1, 20);
    }

    @Test
    void metricsDoNotContainContainerNames() {
        given().get("/v1/containers/a-name-of-mine").then().statusCode(200);

        String metrics =
                given().get("/q/metrics").then().statusCode(200).extract().asString();

        assertThat(metrics).contains("http_server_requests_seconds_count").doesNotContain("a-name-of-mine");
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status, String code) {
        return response.statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/" + code))
                .body("status", equalTo(status))
                .body("code", equalTo(code));
    }

    /** Sends a raw request, because HTTP clients normalize the path. */
    private String raw(String request) throws IOException {
        try (var socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String until(BufferedReader lines, String beginning) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith(beginning)) {
            line = lines.readLine();
        }
        return String.valueOf(line);
    }
}
