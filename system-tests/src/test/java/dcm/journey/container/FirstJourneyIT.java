package dcm.journey.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The first steps of a new user. */
class FirstJourneyIT {
    private final RunningStack stack = RunningStack.get();

    @Test
    void containerAcceptsSshLoginsAsRootAndAsItsOwner() {
        TestUser alice = TestUser.joins("alice");

        JsonNode web = alice.creates("web");

        assertThat(web.path("state").asText()).isEqualTo("running");
        assertThat(web.path("handle").asInt()).isBetween(32_000, 32_399);
        assertThat(web.path("ssh").path("command").asText())
                .isEqualTo("ssh -p " + web.path("handle").asInt() + " root@" + RunningStack.FIRST_ALIAS);
        assertThat(alice.ssh(web, "root", "id -un; hostname; pwd")).isEqualTo("root\nweb\n/root");
        assertThat(alice.ssh(web, alice.name(), "id -u; sudo id -u; pwd")).isEqualTo("1000\n0\n/home/" + alice.name());
        assertThat(alice.hostKeySeen(web))
                .contains(web.path("ssh").path("hostKey").asText());
    }

    @Test
    void createUntilLaunchedIsAnsweredWhenTheContainerIsStarted() {
        TestUser alice = TestUser.joins("alice");

        StackApiClient.Answer launched = launches(alice, "web");

        assertThat(launched.status()).isEqualTo(202);
        String intent = launched.body().path("intent").asText();
        assertThat(alice.client()
                        .get("/v1/intents/" + intent + "?wait=60")
                        .expectDone()
                        .path("status")
                        .asText())
                .isEqualTo("done");
        JsonNode web = alice.client().get("/v1/containers/web").expectDone();
        assertThat(web.path("handle")).isEqualTo(launched.body().path("ssh").path("port"));
        assertThat(alice.ssh(web, "root", "hostname")).isEqualTo("web");
    }

    /**
     * Creates a container, and repeats that until the launch notice arrives before the outcome. A notice is only a
     * hint, so the outcome may be first.
     */
    private static StackApiClient.Answer launches(TestUser person, String name) {
        for (int tried = 1; tried <= 5; tried++) {
            StackApiClient.Answer answer = person.client()
                    .post("/v1/containers", Map.of("image", "debian-ssh", "name", name), "wait=60, until=launched");
            if (answer.expectDone().path("status").asText().equals("launched")) {
                return answer;
            }
            person.client()
                    .delete("/v1/containers/" + name + "?force=true", TestUser.TIMEOUT)
                    .expectDone();
        }
        throw new AssertionError("no launch notice arrived before the outcome");
    }

    @Test
    void homesAreSharedByAllContainersOfAnOwner() {
        TestUser alice = TestUser.joins("alice");
        JsonNode one = alice.creates("one");
        JsonNode two = alice.creates("two");

        alice.ssh(one, "root", "echo of-root > /root/note");
        alice.ssh(one, alice.name(), "echo of-mine > note");

        assertThat(alice.ssh(two, "root", "cat /root/note")).isEqualTo("of-root");
        assertThat(alice.ssh(two, alice.name(), "cat note")).isEqualTo("of-mine");
    }

    @Test
    void homesAreMountedWithoutSetuidAndDevices() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");

        assertThat(alice.ssh(web, "root", "findmnt -no OPTIONS /root; findmnt -no OPTIONS /home/" + alice.name()))
                .contains("nosuid", "nodev");
    }

    @Test
    void containerIsStoppedStartedPausedRestartedAndRemoved() {
        TestUser alice = TestUser.joins("alice");
        JsonNode made = alice.creates("web");
        String handle = made.path("handle").asText();
        alice.ssh(made, "root", "echo kept > /var/tmp/kept");

        assertThat(alice.doneTo("stop", handle).path("state").asText()).isEqualTo("stopped");
        JsonNode started = alice.doneTo("start", "web");
        assertThat(started.path("handle").asText()).isEqualTo(handle);
        assertThat(started.path("ssh").path("hostKey"))
                .isEqualTo(made.path("ssh").path("hostKey"));
        assertThat(alice.ssh(started, "root", "cat /var/tmp/kept")).isEqualTo("kept");
        assertThat(alice.doneTo("pause", handle).path("state").asText()).isEqualTo("paused");
        assertThat(alice.doneTo("unpause", handle).path("state").asText()).isEqualTo("running");
        assertThat(alice.doneTo("restart", made.path("id").asText().substring(0, 6))
                        .path("state")
                        .asText())
                .isEqualTo("running");
        assertThat(alice.client()
                        .delete("/v1/containers/" + handle, TestUser.TIMEOUT)
                        .status())
                .isEqualTo(409);
        JsonNode removed = alice.client()
                .delete("/v1/containers/" + handle + "?force=true", TestUser.TIMEOUT)
                .expectDone();

        assertThat(removed.path("status").asText()).isEqualTo("done");
        assertThat(alice.containers()).isEmpty();
        assertThat(stack.docker(
                        "ps",
                        "-aq",
                        "--filter",
                        "name=" + stack.dockerName(made.path("id").asText())))
                .isEmpty();
    }

    @Test
    void queryAfterAnAnswerShowsItsResult() {
        TestUser alice = TestUser.joins("alice");
        StackApiClient client = alice.client();
        for (int round = 0; round < 3; round++) {
            client.post("/v1/containers", Map.of("name", "web", "image", "debian-ssh"), TestUser.TIMEOUT)
                    .expectDone();
            assertThat(state(client, "web")).isEqualTo("running");
            client.post("/v1/containers/web/stop", TestUser.TIMEOUT).expectDone();
            assertThat(state(client, "web")).isEqualTo("stopped");
            client.post("/v1/containers/web/rename", Map.of("name", "db"), TestUser.TIMEOUT)
                    .expectDone();
            assertThat(state(client, "db")).isEqualTo("stopped");
            client.delete("/v1/containers/db", TestUser.TIMEOUT).expectDone();
            assertThat(client.get("/v1/containers").expectDone().path("items")).isEmpty();
        }
    }

    @Test
    void queryOfCurrentViewsDoesNotWait() {
        TestUser alice = TestUser.joins("alice");
        alice.creates("web");
        StackApiClient client = alice.client();

        // Each request would wait for three seconds if the view counted its position differently from the broker.
        assertTimeout(Duration.ofSeconds(30), () -> {
            for (int query = 0; query < 20; query++) {
                client.get("/v1/containers/web").expectDone();
            }
        });
    }

    private static String state(StackApiClient client, String handle) {
        return client.get("/v1/containers/" + handle).expectDone().path("state").asText();
    }

    @Test
    void containerCanBeStoppedWhileItIsCreated() {
        TestUser alice = TestUser.joins("alice");
        String create = alice.asksFor("web").expectDone().path("intent").asText();

        JsonNode stopped = alice.doneTo("stop", "web");

        assertThat(stopped.path("state").asText()).isEqualTo("stopped");
        assertThat(alice.intent(create, Duration.ofSeconds(10)).path("status").asText())
                .isEqualTo("done");
    }

    @Test
    void intentShowsItsSteps() {
        TestUser alice = TestUser.joins("alice");
        String intent = alice.asksFor("web").expectDone().path("intent").asText();

        JsonNode view = alice.intent(intent, Duration.ofSeconds(30));

        assertThat(view.path("kind").asText()).isEqualTo("create-container");
        assertThat(view.path("status").asText()).isEqualTo("done");
        assertThat(view.path("steps").findValuesAsText("what"))
                .containsExactly("container-placed", "container-started");
    }

    @Test
    void apiGatewayServesOneDescriptionOfAllServices() {
        String document = RestAssured.get(
                        stack.installation().url(dcm.stack.installation.StackPort.API_GATEWAY) + "/openapi")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(document).contains("/v1/containers/{handle}/stop", "/v1/intents/{id}", "/v1/users");
    }

    @Test
    void everyServiceExposesMetrics() {
        for (String part :
                new String[] {"command-service", "projection-service", "user-service", "runtime-worker", "api-gateway"
                }) {
            RestAssured.get(stack.part(part).url() + "/q/metrics").then().statusCode(200);
        }
    }
}
