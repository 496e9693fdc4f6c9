package dcm.journey.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.journey.support.RunningStack;
import dcm.journey.support.SshClientSession;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient.Answer;
import dcm.stack.installation.StackPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a client that shows the current state needs: changes as they happen, past requests, and previews of requests. */
class ChangesJourneyIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final RunningStack stack = RunningStack.get();
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void createAtTheSshGatewayIsStreamedToItsOwnerOnlyUntilTheContainerRuns() throws Exception {
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        BlockingQueue<JsonNode> ofAlice = follow(alice);
        BlockingQueue<JsonNode> ofBob = follow(bob);

        SshClientSession.of(alice).gets("create", "debian-ssh", "--name", "web", "--memory", "256");

        JsonNode running = next(ofAlice, "container", "/data/state", "running");
        assertThat(beforeDiskIsMeasured(running.path("data"))).isEqualTo(beforeDiskIsMeasured(alice.show("web")));
        next(ofAlice, "intent", "/data/status", "done");
        alice.client().delete("/v1/containers/web?force=true", TestUser.TIMEOUT).expectDone();
        assertThat(next(ofAlice, "container", "/data/removed", "true").at("/data/id"))
                .isEqualTo(running.at("/data/id"));
        assertThat(ofBob)
                .extracting(event -> event.path("event").asText())
                .doesNotContain("container", "intent", "port", "image");
    }

    @Test
    void dryRunPredictsWhatAdmissionDecidesAndCreatesNothing() {
        TestUser alice = TestUser.joins("alice");
        stack.people()
                .administrator()
                .put("/v1/users/" + alice.name() + "/quota", Map.of("containers", 1))
                .expectDone();
        Map<String, ?> web = Map.of("image", "debian-ssh", "name", "web", "memoryMiB", 256);

        JsonNode possible = alice.client()
                .post("/v1/containers?dryRun=true", web, Duration.ZERO)
                .expectDone();

        assertThat(possible.at("/containers/0/host").asText()).isEqualTo("t1");
        assertThat(possible.at("/quota/containers/left").asInt()).isZero();
        assertThat(alice.containers().path("total").asInt()).isZero();
        alice.client().post("/v1/containers", web, TestUser.TIMEOUT).expectDone();
        Map<String, ?> second = Map.of("image", "debian-ssh", "name", "db");
        Answer predicted = alice.client().post("/v1/containers?dryRun=true", second, Duration.ZERO);
        Answer real = alice.client().post("/v1/containers", second, Duration.ZERO);
        assertThat(predicted.status()).isEqualTo(real.status()).isEqualTo(409);
        for (String field : List.of("code", "detail", "numbers")) {
            assertThat(predicted.body().path(field)).isEqualTo(real.body().path(field));
        }
        operationsArePredicted(alice);
        JsonNode rejected =
                alice.client().get("/v1/intents?status=rejected").expectDone().path("items");
        assertThat(rejected).singleElement().satisfies(intent -> {
            assertThat(intent.path("request").asText()).isEqualTo("create-container");
            assertThat(intent.path("actor").asText()).isEqualTo("account/" + alice.name());
            assertThat(intent.at("/problem/numbers")).isEqualTo(real.body().path("numbers"));
        });
    }

    /** A container's disk use is measured some time after its start, as a change of its own. */
    private static JsonNode beforeDiskIsMeasured(JsonNode container) {
        ObjectNode before = container.deepCopy();
        return before.without(List.of("diskUsedMiB", "sequence"));
    }

    private static void operationsArePredicted(TestUser alice) {
        String web = alice.show("web").path("id").asText();
        assertThat(alice.client()
                        .post("/v1/containers/web/start?dryRun=true", Duration.ZERO)
                        .isProblem("wrong-state"))
                .isTrue();
        for (String operation : List.of("stop", "restart", "pause")) {
            JsonNode change = alice.client()
                    .post("/v1/containers/web/" + operation + "?dryRun=true", Duration.ZERO)
                    .expectDone();
            assertThat(change.at("/change/operation").asText()).isEqualTo(operation);
            assertThat(change.at("/change/container").asText()).isEqualTo(web);
        }
        assertThat(alice.client()
                        .post("/v1/containers/web/unpause?dryRun=true", Duration.ZERO)
                        .isProblem("wrong-state"))
                .isTrue();
        JsonNode removal = alice.client()
                .delete("/v1/containers/web?force=true&dryRun=true", Duration.ZERO)
                .expectDone();
        assertThat(removal.at("/change/operation").asText()).isEqualTo("remove");
        assertThat(removal.at("/change/container").asText()).isEqualTo(web);
        JsonNode commit = alice.client()
                .post("/v1/images?dryRun=true", Map.of("container", "web", "name", "tools"), Duration.ZERO)
                .expectDone();
        assertThat(commit.at("/change/image").asText()).isEqualTo("tools:latest");
        assertThat(commit.at("/change/host").asText()).isEqualTo("t1");
        assertThat(commit.at("/quota/images/used").asInt()).isEqualTo(1);
        assertThat(alice.show("web").path("state").asText()).isEqualTo("running");
    }

    @Test
    void listsAreFilteredSortedAndOfOtherAccountsForAdministratorsOnly() {
        TestUser alice = TestUser.joins("alice");
        alice.creates("web", Map.of("labels", Map.of("user.course", "os")));
        alice.creates("db");
        alice.doneTo("stop", "db");

        assertThat(names(alice, "sort=name")).containsExactly("db", "web");
        assertThat(names(alice, "sort=-name&limit=1")).containsExactly("web");
        assertThat(names(alice, "state=stopped")).containsExactly("db");
        assertThat(names(alice, "q=WE")).containsExactly("web");
        assertThat(names(alice, "label=user.course=os")).containsExactly("web");
        assertThat(names(alice, "image=debian-ssh&host=t1")).hasSize(2);
        assertThat(alice.client().get("/v1/containers?scope=all").status()).isEqualTo(403);
        assertThat(TestUser.joins("bob")
                        .client()
                        .get("/v1/intents?account=" + alice.name())
                        .status())
                .isEqualTo(403);
        JsonNode seen = stack.people()
                .administrator()
                .get("/v1/containers?account=" + alice.name())
                .expectDone();
        assertThat(seen.path("total").asInt()).isEqualTo(2);
        assertThat(stack.people()
                        .administrator()
                        .get("/v1/containers?scope=all&q=web")
                        .expectDone()
                        .path("items")
                        .findValuesAsText("account"))
                .contains(alice.name());
        assertThat(alice.client()
                        .get("/v1/intents?container=db&limit=1")
                        .expectDone()
                        .at("/items/0/request")
                        .asText())
                .isEqualTo("stop-container");
        assertThat(alice.client()
                        .get("/v1/about")
                        .expectDone()
                        .at("/sshGateway/port")
                        .asInt())
                .isEqualTo(stack.installation().port(StackPort.SSH));
    }

    private static List<String> names(TestUser person, String query) {
        return person.client()
                .get("/v1/containers?" + query)
                .expectDone()
                .path("items")
                .findValuesAsText("name");
    }

    /** The events of a person's stream, each as an object with its event and data. */
    private BlockingQueue<JsonNode> follow(TestUser person) throws Exception {
        HttpResponse<InputStream> response = http.send(
                HttpRequest.newBuilder(URI.create(stack.installation().url(StackPort.API_GATEWAY) + "/v1/changes"))
                        .header("Authorization", "Bearer " + person.token())
                        .build(),
                BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> read(response.body(), events));
        next(events, "ready", "/event", "ready");
        return events;
    }

    private static void read(InputStream body, BlockingQueue<JsonNode> events) {
        String name = "";
        try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event:")) {
                    name = line.substring(6).strip();
                } else if (line.startsWith("data:")) {
                    events.add(
                            JSON.createObjectNode().put("event", name).set("data", JSON.readTree(line.substring(5))));
                }
            }
        } catch (IOException closed) {
            // the end of the test
        }
    }

    /** The next event of this kind with this value. */
    private static JsonNode next(BlockingQueue<JsonNode> events, String kind, String field, String value)
            throws InterruptedException {
        while (true) {
            JsonNode event = events.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            assertThat(event).as("%s with %s = %s", kind, field, value).isNotNull();
            if (event.path("event").asText().equals(kind)
                    && event.at(field).asText().equals(value)) {
                return event;
            }
        }
    }
}
