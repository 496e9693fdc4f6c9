package dcm.journey.container;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.stack.installation.StackPort;
import io.restassured.http.ContentType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Creating several containers with one request. */
class BatchJourneyIT {
    @Test
    void containersOfABatchReachOneAnotherByName() {
        TestUser alice = TestUser.joins("alice");

        JsonNode body = requests(
                alice, 201, Map.of("image", "debian-ssh", "count", 3, "namePattern", "node-{n}", "memoryMiB", 128));

        assertThat(body.path("status").asText()).isEqualTo("done");
        List<JsonNode> nodes = list(body.path("containers"));
        assertThat(nodes).extracting(node -> node.path("name").asText()).containsExactly("node-1", "node-2", "node-3");
        assertThat(nodes)
                .extracting(node -> node.path("ssh").path("port").asInt())
                .doesNotHaveDuplicates()
                .allMatch(port -> port > 0);
        for (JsonNode node : nodes) {
            for (String other : List.of("node-1", "node-2", "node-3")) {
                assertThat(alice.ssh(
                                alice.show(node.path("name").asText()),
                                "root",
                                "head -c 7 < /dev/tcp/" + other + "/22"))
                        .isEqualTo("SSH-2.0");
            }
        }
        JsonNode intent = alice.intent(body.path("intent").asText(), Duration.ZERO);
        assertThat(intent.path("status").asText()).isEqualTo("done");
        assertThat(list(intent.path("containers")))
                .extracting(node ->
                        node.path("name").asText() + " " + node.path("status").asText())
                .containsExactly("node-1 done", "node-2 done", "node-3 done");
    }

    @Test
    void batchAboveTheQuotaIsRejectedAsAWhole() {
        TestUser alice = TestUser.joins("alice");
        alice.creates("web");

        JsonNode problem = requests(alice, 409, Map.of("image", "debian-ssh", "count", 10, "memoryMiB", 32));

        assertThat(problem.path("code").asText()).isEqualTo("quota-exceeded");
        assertThat(problem.path("numbers").path("asked").asInt()).isEqualTo(10);
        assertThat(list(alice.containers())).hasSize(1);
    }

    @Test
    void eachContainerOfAnAcceptedBatchSucceedsOrFailsSeparately() {
        TestUser alice = TestUser.joins("alice");
        Map<String, ?> published =
                Map.of("image", "debian-ssh", "count", 2, "ports", List.of(8099), "memoryMiB", 128, "cpus", 0.5);
        // The host has two addresses. Admission does not know the ports of others.
        TestUser.joins("bob").creates("other", Map.of("ports", List.of(8099), "memoryMiB", 128));

        JsonNode body = requests(alice, 207, published);

        assertThat(body.path("status").asText()).isEqualTo("failed");
        List<JsonNode> nodes = list(body.path("containers"));
        assertThat(nodes).extracting(node -> node.path("status").asText()).containsExactlyInAnyOrder("done", "failed");
        assertThat(body.findValuesAsText("code")).containsExactly("ports-taken");
        assertThat(list(alice.containers())).hasSize(1);
        JsonNode intent = alice.intent(body.path("intent").asText(), Duration.ZERO);
        assertThat(intent.path("status").asText()).isEqualTo("failed");
        assertThat(intent.path("containers").findValuesAsText("code")).containsExactly("ports-taken");
    }

    @Test
    void repeatedBatchCreatesNoMoreContainers() {
        TestUser alice = TestUser.joins("alice");
        Map<String, ?> two = Map.of("image", "debian-ssh", "count", 2, "memoryMiB", 128);

        JsonNode first = requests(alice, 201, two);
        JsonNode again = requests(alice, 200, two);

        assertThat(again.path("intent").asText()).isEqualTo(first.path("intent").asText());
        assertThat(again.path("containers").findValuesAsText("container"))
                .isEqualTo(first.path("containers").findValuesAsText("container"));
        assertThat(list(alice.containers())).hasSize(2);
    }

    @Test
    void invalidBatchesAreRejected() {
        TestUser alice = TestUser.joins("alice");

        for (Map<String, ?> invalid : List.of(
                Map.of("image", "debian-ssh", "count", 0),
                Map.of("image", "debian-ssh", "count", 101),
                Map.of("image", "debian-ssh", "count", 2, "name", "web"),
                Map.of("image", "debian-ssh", "count", 2, "namePattern", "web"),
                Map.of("image", "debian-ssh", "namePattern", "web-{n}"))) {
            assertThat(requests(alice, 400, invalid).path("code").asText())
                    .as("%s", invalid)
                    .isEqualTo("bad-input");
        }
    }

    /** Sends a request with an idempotency key derived from its content, so that a repetition is recognized. */
    private static JsonNode requests(TestUser person, int status, Map<String, ?> body) {
        return given().baseUri(RunningStack.get().installation().url(StackPort.API_GATEWAY))
                .auth()
                .oauth2(person.token())
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", "key-" + body.hashCode())
                .header("Prefer", "wait=60")
                .body(body)
                .post("/v1/containers")
                .then()
                .statusCode(status)
                .extract()
                .as(JsonNode.class);
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> all = new ArrayList<>();
        array.forEach(all::add);
        return all;
    }
}
