package dcm.journey.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.TestUser;
import dcm.journey.support.TokenForge;
import dcm.stack.installation.StackPort;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Inspecting the inside of containers without a login. */
class DiagnosticsJourneyIT {
    private static final JsonMapper JSON = new JsonMapper();

    /** {@code dcm.streams.per-account} */
    private static final int STREAMS_PER_ACCOUNT = 20;

    private static final Duration MINUTE = Duration.ofSeconds(60);

    private final RunningStack stack = RunningStack.get();
    private final TokenForge forge = new TokenForge(stack.installation());
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void logsShowWhatTheCommandPrints() throws Exception {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web", printing("for i in 1 2 3 4 5; do echo line $i; done"));

        Eventually.that(
                "all lines are in the logs", () -> text(alice, web, "logs").contains("line 5"));

        assertThat(text(alice, web, "logs?tail=2").lines()).hasSize(2);
        alice.doneTo("stop", "web");
        assertThat(text(alice, web, "logs")).contains("line 1\n", "line 5\n");
    }

    @Test
    void stoppingTerminatesTheCommandWithAGracePeriod() throws Exception {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates(
                "web", printing("trap 'sleep 1; echo saved; exit 3' TERM; echo ready; while :; do sleep 0.1; done"));
        Eventually.that("the command runs", () -> text(alice, web, "logs").contains("ready"));

        JsonNode stopped = alice.doneTo("stop", "web");

        assertThat(stopped.path("exitCode").asInt()).isEqualTo(0);
        assertThat(text(alice, web, "logs")).contains("saved\n", "ended with status 3");
        alice.doneTo("start", "web");
        alice.doneTo("restart", "web");
    }

    @Test
    @Timeout(300)
    void followedLogsEndWithTheContainer() throws Exception {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates(
                "web",
                printing("until [ -e /var/tmp/go ]; do echo waiting; sleep 0.1; done; echo one; sleep 1; echo two"));

        try (BufferedReader lines = reader(get(alice, web, "logs?tail=0&follow=true"))) {
            assertThat(next(lines, "waiting")).isTrue();
            alice.ssh(web, "root", "touch /var/tmp/go");
            assertThat(next(lines, "one")).isTrue();
            assertThat(next(lines, "two")).isTrue();
            alice.doneTo("stop", "web");
            assertThat(next(lines, "there is no such line")).isFalse();
        }
    }

    @Test
    @Timeout(60)
    void followedLogsAndStatsEndWithTheSuspensionOfTheAccount() throws Exception {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web", printing("while :; do echo waiting; sleep 0.1; done"));

        try (BufferedReader logs = reader(get(alice, web, "logs?tail=0&follow=true"));
                BufferedReader stats = reader(get(alice, web, "stats?follow=true"))) {
            assertThat(next(logs, "waiting")).isTrue();
            assertThat(stats.readLine()).isNotNull();
            RunningStack.get()
                    .people()
                    .administrator()
                    .post("/v1/users/" + alice.name() + "/suspend", Duration.ZERO)
                    .expectDone();

            assertThatThrownBy(() -> next(logs, "there is no such line")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> next(stats, "there is no such line")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void closedStreamsAreClosedAtTheEngine() throws Exception {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        long before = streams();

        HttpResponse<InputStream> idle = get(alice, web, "logs?tail=0&follow=true");
        HttpResponse<InputStream> busy = get(alice, web, "stats?follow=true");
        Eventually.that("both streams are open at the engine", () -> streams() >= before + 2);
        long open = streams();
        idle.body().close();
        busy.body().close();

        Eventually.that("both streams are closed at the engine", () -> streams() <= open - 2);
    }

    @Test
    void streamsAboveTheLimitOfAnAccountAreRefusedAndAnotherAccountIsServed() throws Exception {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        JsonNode web = alice.creates("web");
        JsonNode other = bob.creates("other");
        String follow = "logs?tail=0&follow=true";
        List<HttpResponse<InputStream>> open = new ArrayList<>();
        try {
            for (int stream = 0; stream < STREAMS_PER_ACCOUNT; stream++) {
                open.add(get(alice, web, follow));
                assertThat(open.getLast().statusCode()).as("stream %d", stream).isEqualTo(200);
            }

            HttpResponse<InputStream> refused = get(alice, web, follow);
            HttpResponse<InputStream> served = get(bob, other, follow);
            open.add(served);

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(body(refused)).contains("too-many-requests", STREAMS_PER_ACCOUNT + " streams");
            assertThat(served.statusCode()).isEqualTo(200);
        } finally {
            for (HttpResponse<InputStream> stream : open) {
                stream.body().close();
            }
        }
        Eventually.that("a closed stream frees its place", () -> {
            HttpResponse<InputStream> again = get(alice, web, follow);
            again.body().close();
            return again.statusCode() == 200;
        });
    }

    @Test
    void statsReturnUsageOnceOrAsAStream() throws Exception {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web", printing("while :; do :; done"));

        JsonNode once = JSON.readTree(text(alice, web, "stats"));
        assertThat(once.fieldNames())
                .toIterable()
                .as("the fields in the API description")
                .containsExactlyInAnyOrderElementsOf(described("ContainerStats"));

        assertThat(once.path("cpus").asDouble()).isBetween(0.01, 0.7); // its limit is half a CPU
        assertThat(once.path("memoryBytes").asLong()).isBetween(100_000L, 256L << 20);
        assertThat(once.path("memoryLimitBytes").asLong()).isEqualTo(256L << 20);
        assertThat(once.path("pids").asLong()).isBetween(2L, 20L);
        try (BufferedReader lines = reader(get(alice, web, "stats?follow=true"))) {
            String first = JSON.readTree(lines.readLine()).path("at").asText();
            assertThat(JSON.readTree(lines.readLine()).path("at").asText()).isGreaterThan(first);
        }
    }

    @Test
    void statsOfAllOwnContainersIncludeThoseThatStartLater() throws Exception {
        TestUser alice = TestUser.joins("alice");
        TestUser.joins("bob").creates("other");
        String web = alice.creates("web").path("id").asText();
        String address = stack.installation().url(StackPort.API_GATEWAY) + "/v1/stats";

        try (BufferedReader lines = reader(request(alice.token(), address + "?follow=true"))) {
            assertThat(JSON.readTree(lines.readLine()).path("container").asText())
                    .isEqualTo(web);
            String db = alice.creates("db").path("id").asText();
            List<String> measured = new ArrayList<>();
            Eventually.that("the new container is measured", () -> {
                measured.add(JSON.readTree(lines.readLine()).path("container").asText());
                return measured.getLast().equals(db);
            });
            assertThat(measured).containsOnly(web, db);
        }

        assertThat(body(request(alice.token(), address)).lines()).hasSize(2);
    }

    @Test
    void topListsTheProcesses() throws Exception {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web", printing("exec sleep 4711"));

        JsonNode processes = JSON.readTree(text(alice, web, "top")).path("processes");

        assertThat(processes.findValuesAsText("command")).contains("sleep 4711").anyMatch(c -> c.contains("sshd"));
        assertThat(processes.findValuesAsText("uid")).containsOnly("0");
    }

    @Test
    void stoppedContainerShowsItsExitCodeAndRejectsStatsAndTop() throws Exception {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");

        JsonNode stopped = alice.doneTo("stop", "web");

        assertThat(stopped.path("exitCode").asInt()).isIn(0, 143);
        for (String what : List.of("stats", "top")) {
            HttpResponse<InputStream> answer = get(alice, web, what);
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(body(answer)).contains("wrong-state");
        }
    }

    @Test
    void containerShowsThatItWasOutOfMemory() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");

        alice.trySsh(web, "root", "head -c 400000000 /dev/zero | tail -c 400000000 >/dev/null");

        assertThat(alice.doneTo("stop", "web").path("outOfMemory").asBoolean()).isTrue();
        assertThat(alice.doneTo("start", "web").has("outOfMemory")).isFalse();
    }

    @Test
    void containerOfAnotherUserIsNotFoundAtTheApiGatewayOrAtTheWorker() throws Exception {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        JsonNode web = alice.creates("web");

        for (String what : List.of("logs", "logs?follow=true", "stats", "top")) {
            assertThat(get(bob, web, what).statusCode()).as(what).isEqualTo(404);
            assertThat(request(workerToken(bob), workerUrl(), web, what).statusCode())
                    .as(what)
                    .isEqualTo(404);
        }
    }

    @Test
    void workerAcceptsOnlyTokensOfProjectionServiceForThisWorker() throws Exception {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        Map<String, String> refused = new LinkedHashMap<>();
        refused.put(alice.token(), "iss: it is ");
        refused.put(
                forge.ofProjectionService(alice.name(), "worker-t2", MINUTE),
                "aud: it is 'worker-t2'; expected 'worker-t1'");
        refused.put(forge.ofProjectionService(alice.name(), "dcm", MINUTE), "aud: it is 'dcm'; expected 'worker-t1'");
        refused.put(forge.ofProjectionService(alice.name(), "worker-t1", MINUTE.negated()), "exp: it expired at ");
        refused.put(TokenForge.ofFalseProjectionService(alice.name(), "worker-t1"), "signature: ");
        refused.put(TokenForge.unsigned(workerToken(alice)), "signature: ");
        refused.put("nonsense", "");

        for (Map.Entry<String, String> token : refused.entrySet()) {
            HttpResponse<InputStream> answer = request(token.getKey(), workerUrl(), web, "top");
            assertThat(answer.statusCode()).as(token.getValue()).isEqualTo(401);
            assertThat(body(answer)).contains("unauthenticated", token.getValue());
        }
        assertThat(request(workerToken(alice), workerUrl(), web, "top").statusCode())
                .isEqualTo(200);
    }

    @Test
    void tokenForAWorkerIsRefusedByTheApi() throws Exception {
        TestUser alice = TestUser.joins("alice");
        Map<StackPort, String> services = Map.of(
                StackPort.API_GATEWAY, "/v1/containers",
                StackPort.PROJECTION_SERVICE, "/v1/containers",
                StackPort.COMMAND_SERVICE, "/v1/containers",
                StackPort.USER_SERVICE, "/v1/users");

        for (Map.Entry<StackPort, String> service : services.entrySet()) {
            String url = stack.installation().url(service.getKey()) + service.getValue();
            HttpResponse<InputStream> answer = service.getKey() == StackPort.COMMAND_SERVICE
                    ? post(workerToken(alice), url)
                    : request(workerToken(alice), url);
            assertThat(answer.statusCode()).as(url).isEqualTo(401);
            assertThat(body(answer)).as(url).contains("iss: it is 'dcm-projection-service'");
        }
    }

    private HttpResponse<InputStream> post(String token, String address) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(address))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{}"))
                        .build(),
                BodyHandlers.ofInputStream());
    }

    private String workerToken(TestUser person) {
        return forge.ofProjectionService(person.name(), "worker-t1", MINUTE);
    }

    private String workerUrl() {
        return stack.part("runtime-worker").url();
    }

    @Test
    void stepsOfAnIntentAreStreamedUntilItsEnd() throws Exception {
        TestUser alice = TestUser.joins("alice");
        alice.creates("web");
        Map<String, ?> flat = Map.of("container", "web", "name", "flat", "flatten", true);
        String intent = alice.client()
                .post("/v1/images", flat, Duration.ZERO)
                .expectDone()
                .path("intent")
                .asText();

        HttpResponse<InputStream> answer = requestSteps(alice, intent);
        List<String> steps = new ArrayList<>();
        try (BufferedReader lines = reader(answer)) {
            steps.add(JSON.readTree(lines.readLine()).path("what").asText());
            assertThat(alice.intent(intent, Duration.ZERO).path("status").asText())
                    .isEqualTo("accepted");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                steps.add(JSON.readTree(line).path("what").asText());
            }
        }

        assertThat(steps).startsWith("commit-ordered", "operation-progressed").endsWith("container-committed");
        assertThat(alice.intent(intent, Duration.ZERO).path("status").asText()).isEqualTo("done");
        assertThat(requestSteps(TestUser.joins("bob"), intent).statusCode()).isEqualTo(404);
    }

    private HttpResponse<InputStream> requestSteps(TestUser person, String intent)
            throws IOException, InterruptedException {
        return request(
                person.token(), stack.installation().url(StackPort.API_GATEWAY) + "/v1/intents/" + intent + "/steps");
    }

    @Test
    void topFailsWithHostUnreachableWhenTheWorkerIsDown() throws Exception {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        stack.kill("runtime-worker");
        try {
            HttpResponse<InputStream> answer = get(alice, web, "top");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(body(answer)).contains("host-unreachable", "t1");
        } finally {
            stack.up();
        }
    }

    /** The number of open streaming requests from the worker to the engine; each has its own connection. */
    private long streams() {
        String engine = stack.engine().host().replace("unix://", "");
        return ShellRunner.run("sh", "-c", "ss -xH state connected src '%s' | wc -l".formatted(engine))
                .strip()
                .transform(Long::parseLong);
    }

    /** The field names of a schema. */
    private List<String> described(String schema) throws IOException {
        String document = RestAssured.get(stack.installation().url(StackPort.API_GATEWAY) + "/openapi")
                .asString();
        List<String> names = new ArrayList<>();
        JSON.readTree(document)
                .at("/components/schemas/" + schema + "/properties")
                .fieldNames()
                .forEachRemaining(names::add);
        return names;
    }

    private static Map<String, ?> printing(String script) {
        return Map.of("command", List.of("sh", "-c", script));
    }

    private static boolean next(BufferedReader lines, String wanted) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private String text(TestUser person, JsonNode container, String what) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = get(person, container, what);
        String body = body(answer);
        assertThat(answer.statusCode()).as(body).isEqualTo(200);
        return body;
    }

    private static String body(HttpResponse<InputStream> answer) throws IOException {
        try (InputStream body = answer.body()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static BufferedReader reader(HttpResponse<InputStream> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    private HttpResponse<InputStream> get(TestUser person, JsonNode container, String what)
            throws IOException, InterruptedException {
        return request(person.token(), stack.installation().url(StackPort.API_GATEWAY), container, what);
    }

    private HttpResponse<InputStream> request(String token, String service, JsonNode container, String what)
            throws IOException, InterruptedException {
        return request(token, service + "/v1/containers/" + container.path("id").asText() + "/" + what);
    }

    private HttpResponse<InputStream> request(String token, String address) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(address))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofInputStream());
    }
}
