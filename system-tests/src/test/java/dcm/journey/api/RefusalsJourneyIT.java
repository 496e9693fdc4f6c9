package dcm.journey.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.journey.support.TokenForge;
import dcm.stack.installation.StackPort;
import dcm.stack.keycloak.KeycloakRealm;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rejected requests and their error messages. */
class RefusalsJourneyIT {
    private final RunningStack stack = RunningStack.get();

    private static TestUser shared;

    private static synchronized TestUser mallory() {
        if (shared == null) {
            shared = TestUser.joins("mallory");
        }
        return shared;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"image\":                                              | well-formed",
                "{\"imag\":\"debian-ssh\"}                                | 'imag'",
                "{\"image\":\"debian-ssh\",\"cpus\":\"2\"}                | cpus",
                "{\"image\":\"debian-ssh\",\"cpus\":-1}                   | cpus",
                "{\"image\":\"debian-ssh\",\"cpus\":-1e2147483647}         | cpus",
                "{\"image\":\"debian-ssh\",\"memoryMiB\":1.5}             | memoryMiB",
                "{\"image\":\"debian-ssh\",\"name\":\"a\\nb\"}            | name",
                "{\"image\":\"debian-ssh\",\"name\":\"../etc\"}           | name",
                "{\"image\":\"../../etc\"}                                | image",
                "{\"image\":{\"a\":1}}                                    | image",
                "{\"image\":\"debian-ssh\"} trailing                      | well-formed",
                "[]                                                       | type",
                "{}                                                       | image",
            })
    void badInputIs400AndNamesTheWrongField(String body, String named) {
        given().spec(as(mallory()))
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/containers")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("bad-input"))
                .body("detail", containsString(named));
    }

    @ParameterizedTest
    @ValueSource(strings = {"after=abc", "after=99999999999999999999", "limit=abc", "limit=0", "cursor=%00"})
    void badParameterIs400(String query) {
        given().spec(as(mallory()))
                .urlEncodingEnabled(false)
                .get("/v1/containers?" + query)
                .then()
                .statusCode(400)
                .body("code", equalTo("bad-input"));
    }

    @Test
    void bodyOfFiveMebibytesIs413() {
        given().spec(as(mallory()))
                .contentType(ContentType.JSON)
                .body("{\"image\":\"" + "a".repeat(5 << 20) + "\"}")
                .post("/v1/containers")
                .then()
                .statusCode(413)
                .body("code", equalTo("too-large"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", "..", "a", "a.b", "a..b"})
    void malformedTokenIs401(String token) {
        given().baseUri(stack.installation().url(StackPort.API_GATEWAY))
                .header("Authorization", "Bearer " + token)
                .get("/v1/containers")
                .then()
                .statusCode(401)
                .body("code", equalTo("unauthenticated"));
    }

    @Test
    void unsupportedMethodIs405WithTheAllowedMethods() {
        for (StackPort port : new StackPort[] {StackPort.API_GATEWAY, StackPort.COMMAND_SERVICE}) {
            given().baseUri(stack.installation().url(port))
                    .patch("/v1/containers")
                    .then()
                    .statusCode(405)
                    .contentType("application/problem+json")
                    .header("Allow", containsString("POST"));
        }
    }

    @Test
    void malformedEscapeIs400WithAProblemDocument() throws IOException {
        for (StackPort port : new StackPort[] {StackPort.API_GATEWAY, StackPort.COMMAND_SERVICE}) {
            URI service = URI.create(stack.installation().url(port));
            try (Socket socket =
                    new Socket(service.getHost(), service.getPort())) { // clients refuse to send such a path
                socket.setSoTimeout(10_000);
                socket.getOutputStream()
                        .write("GET /v1/containers/%zz HTTP/1.1\r\nHost: dcm\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer)
                        .startsWith("HTTP/1.1 400")
                        .contains("application/problem+json", "\"code\":\"bad-input\"");
            }
        }
    }

    @Test
    void impossibleSequenceIs400() {
        given().spec(as(mallory()))
                .get("/v1/containers?after=9223372036854775807")
                .then()
                .statusCode(400)
                .body("detail", containsString("after"));
    }

    @Test
    void unknownImageIs404AndNamesTheExistingImages() {
        given().spec(as(mallory()))
                .contentType(ContentType.JSON)
                .body(Map.of("image", "windows"))
                .post("/v1/containers")
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown-image"))
                .body("detail", containsString("debian-ssh:13"));
    }

    @Test
    void createAboveTheQuotaIs409WithTheNumbers() {
        given().spec(as(mallory()))
                .contentType(ContentType.JSON)
                .body(Map.of("image", "debian-ssh", "memoryMiB", 1_000_000))
                .post("/v1/containers")
                .then()
                .statusCode(409)
                .body("code", equalTo("quota-exceeded"))
                .body("numbers.asked", equalTo(1_000_000))
                .body("numbers.limit", equalTo(16_384));
    }

    @Test
    void operationInTheWrongStateIs409() {
        TestUser alice = TestUser.joins("alice");
        alice.creates("web");

        given().spec(as(alice))
                .post("/v1/containers/web/unpause")
                .then()
                .statusCode(409)
                .body("code", equalTo("wrong-state"))
                .body("detail", containsString("is running"));
    }

    @Test
    void containerOfAnotherUserIs404ForAllOperations() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("secret-web");

        for (String handle : List.of(
                "secret-web",
                web.path("handle").asText(),
                web.path("id").asText(),
                web.path("id").asText().substring(0, 5))) {
            for (String operation : List.of("start", "stop", "restart", "pause", "unpause")) {
                given().spec(as(mallory()))
                        .post("/v1/containers/" + handle + "/" + operation)
                        .then()
                        .statusCode(404)
                        .body("code", equalTo("unknown-container"));
            }
            given().spec(as(mallory()))
                    .contentType(ContentType.JSON)
                    .body("{\"name\": \"stolen\"}")
                    .post("/v1/containers/" + handle + "/rename")
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("unknown-container"));
            given().spec(as(mallory())).get("/v1/containers/" + handle).then().statusCode(404);
            given().spec(as(mallory()))
                    .delete("/v1/containers/" + handle + "?force=true")
                    .then()
                    .statusCode(404);
        }
        assertThat(alice.show("secret-web").path("state").asText()).isEqualTo("running");
    }

    @Test
    void intentOfAnotherUserIs404() {
        TestUser alice = TestUser.joins("alice");
        String intent = alice.asksFor("web").expectDone().path("intent").asText();

        given().spec(as(mallory())).get("/v1/intents/" + intent).then().statusCode(404);
    }

    @Test
    void listingUsersIs403ForOrdinaryUsers() {
        given().spec(as(mallory())).get("/v1/users").then().statusCode(403).body("code", equalTo("forbidden"));
    }

    @Test
    void missingOrInvalidTokenIs401() {
        List<String> invalid = new TokenForge(stack.installation())
                .invalidTokens(mallory().name(), mallory().token());

        for (String path : List.of("/v1/containers", "/v1/intents/0193a5c2-7b1e-7c3d-8a4b-5c6d7e8f9a0b", "/v1/users")) {
            apiGateway().get(path).then().statusCode(401).body("code", equalTo("unauthenticated"));
            for (String token : invalid) {
                given().spec(apiGateway())
                        .header("Authorization", "Bearer " + token)
                        .get(path)
                        .then()
                        .statusCode(401)
                        .body("code", equalTo("unauthenticated"));
            }
        }
    }

    @Test
    void tokenWithoutASubjectIs403() {
        String token =
                new TokenForge(stack.installation()).withoutSubject(mallory().name());

        given().spec(apiGateway())
                .header("Authorization", "Bearer " + token)
                .get("/v1/containers")
                .then()
                .statusCode(403)
                .body("code", equalTo("no-account"));
    }

    @Test
    void requestsAboveTheRateLimitGet429AndOtherAccountsAreServed() throws Exception {
        assertFloodIsLimited(this::stopOfNothing, 404);
    }

    @Test
    void readsAboveTheRateLimitGet429AndOtherAccountsAreServed() throws Exception {
        assertFloodIsLimited(this::ownAccount, 200);
    }

    /** @param served the status of the same request of another account */
    private void assertFloodIsLimited(Function<String, HttpRequest> request, int served) throws Exception {
        TestUser flooder = TestUser.joins("flooder");
        HttpRequest bystanders = request.apply(TestUser.joins("bystander").token());
        HttpRequest flood = request.apply(flooder.token());
        AtomicReference<HttpResponse<String>> refused = new AtomicReference<>();
        AtomicBoolean over = new AtomicBoolean();
        try (HttpClient http = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            try {
                for (int thread = 0; thread < 4; thread++) {
                    threads.execute(() -> {
                        while (!over.get()) {
                            HttpResponse<String> answer = send(http, flood);
                            if (answer.statusCode() == 429) {
                                refused.compareAndSet(null, answer);
                            }
                        }
                    });
                }
                Eventually.that("the flood is refused", Duration.ofMinutes(3), () -> refused.get() != null);

                HttpResponse<String> answer = send(http, bystanders);

                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(served);
                assertThat(refused.get()
                                .headers()
                                .firstValueAsLong("Retry-After")
                                .orElse(0))
                        .isBetween(1L, 60L);
                assertThat(refused.get().body()).contains("\"code\":\"too-many-requests\"");
            } finally {
                over.set(true);
            }
        }
    }

    private HttpRequest ownAccount(String token) {
        return HttpRequest.newBuilder(URI.create(stack.installation().url(StackPort.API_GATEWAY) + "/v1/me"))
                .header("Authorization", "Bearer " + token)
                .build();
    }

    private HttpRequest stopOfNothing(String token) {
        return HttpRequest.newBuilder(
                        URI.create(stack.installation().url(StackPort.API_GATEWAY) + "/v1/containers/nope/stop"))
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.noBody())
                .build();
    }

    private HttpResponse<String> send(HttpClient http, HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            stack.journal().add(answer.body());
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void signInWithoutAnAccountIs403() {
        var realm = new KeycloakRealm(stack.installation());
        realm.ensure("stranger", "Stranger", "a-password-of-a-stranger");
        String token = realm.accessToken("stranger", "a-password-of-a-stranger");

        given().spec(apiGateway())
                .header("Authorization", "Bearer " + token)
                .get("/v1/containers")
                .then()
                .statusCode(403)
                .body("code", equalTo("no-account"))
                .body("detail", containsString("administrator"));
    }

    @Test
    void repeatedIdempotencyKeyCreatesNothingAndAnotherBodyIs422() {
        TestUser alice = TestUser.joins("alice");
        Map<String, Object> body = Map.of("image", "debian-ssh", "name", "once", "memoryMiB", 256);

        String first = create(alice, "key-1", body, 201);
        String second = create(alice, "key-1", body, 200);

        assertThat(second).isEqualTo(first);
        assertThat(alice.containers()).hasSize(1);
        given().spec(as(alice))
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", "key-1")
                .body(Map.of("image", "debian-ssh", "name", "twice"))
                .post("/v1/containers")
                .then()
                .statusCode(422)
                .body("code", equalTo("key-reused"));
    }

    @Test
    void newIdempotencyKeyIsAnsweredWithoutWaiting() {
        TestUser alice = TestUser.joins("alice");
        long quickest = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long began = System.nanoTime();
            given().spec(as(alice))
                    .header("Idempotency-Key", "fresh-" + i)
                    .post("/v1/containers/nope/stop")
                    .then()
                    .statusCode(404);
            quickest = Math.min(quickest, System.nanoTime() - began);
        }
        assertThat(Duration.ofNanos(quickest)).isLessThan(Duration.ofSeconds(2));
    }

    private static String create(TestUser person, String key, Map<String, Object> body, int status) {
        return given().spec(as(person))
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .header("Prefer", "wait=60")
                .body(body)
                .post("/v1/containers")
                .then()
                .statusCode(status)
                .extract()
                .path("intent");
    }

    private static RequestSpecification as(TestUser person) {
        return given().spec(apiGateway()).header("Authorization", "Bearer " + person.token());
    }

    private static RequestSpecification apiGateway() {
        return given().baseUri(RunningStack.get().installation().url(StackPort.API_GATEWAY));
    }
}
