package dcm.journey.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.LogRecords;
import dcm.journey.support.RunningStack;
import dcm.journey.support.SecondWorker;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient;
import dcm.stack.keycloak.KeycloakRealm;
import dcm.stack.keycloak.KeycloakRealm.SignIn;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Parts crash, hang and restart; no acknowledged change is lost and nothing is done twice. */
@Tag("operations")
class CrashJourneyIT {
    private static final int AT_ONCE = 8;

    private final RunningStack stack = RunningStack.get();

    @AfterEach
    void restartEverything() {
        stack.freeEngineDisk();
        stack.engine().ensureStarted();
        stack.up();
    }

    @Test
    void workerKilledAfterDockerCreateCreatesOnlyOneContainer() {
        TestUser alice = TestUser.joins("alice");
        JsonNode asked = alice.asksFor("web").expectDone();
        String id = asked.path("container").asText();
        String name = stack.dockerName(id);
        Eventually.that(
                "Docker has created the container",
                () -> !stack.docker("ps", "-aq", "--filter", "name=" + name).isEmpty());

        stack.kill("runtime-worker");
        stack.part("runtime-worker").start();

        JsonNode intent = alice.intent(asked.path("intent").asText(), Duration.ofSeconds(60));
        assertThat(intent.path("status").asText()).isEqualTo("done");
        assertThat(stack.docker("ps", "-aq", "--filter", "name=" + name).lines())
                .hasSize(1);
        assertThat(LogRecords.eventsOf(alice.name()).stream()
                        .filter(event -> event.isAbout(asked.path("intent").asText())
                                && event.payload().endsIntent()))
                .hasSize(1);
        assertThat(alice.ssh(alice.show("web"), "root", "hostname")).isEqualTo("web");
    }

    @Test
    void secondWorkerOfTheSameHostWaits() {
        TestUser alice = TestUser.joins("alice");
        try (SecondWorker second = new SecondWorker(stack)) {
            Eventually.that(
                    "the second worker reports that another worker is running",
                    () -> second.readiness().contains("another worker"));

            JsonNode web = alice.creates("web");

            assertThat(stack.docker("ps", "-aq", "--filter", "label=dcm.owner=" + alice.name())
                            .lines())
                    .hasSize(1);
            assertThat(second.readiness()).contains("another worker");
            assertThat(second.log()).doesNotContain(web.path("id").asText());
        }
    }

    @Test
    void ordersOfAnAbortedTransactionAreNeverExecuted() {
        TestUser alice = TestUser.joins("alice");

        String neverDecided = LogRecords.abortedCreateOrder(alice.name());
        alice.creates("after");

        assertThat(stack.docker("ps", "-aq", "--filter", "name=" + stack.dockerName(neverDecided)))
                .isEmpty();
        assertThat(stack.docker("ps", "-aq", "--filter", "label=dcm.owner=" + alice.name())
                        .lines())
                .hasSize(1);
    }

    @Test
    void workerWithoutItsStateRepeatsNoOrder() {
        TestUser alice = TestUser.joins("alice");
        alice.creates("web");
        alice.doneTo("stop", "web");
        JsonNode before = alice.doneTo("start", "web");

        stack.part("runtime-worker").stop();
        ShellRunner.run("rm", "-rf", stack.installation().data("worker").toString());
        stack.part("runtime-worker").start();
        stack.awaitLive();
        JsonNode other = alice.creates("other");

        assertThat(other.path("state").asText()).isEqualTo("running");
        JsonNode after = alice.show("web");
        assertThat(after.path("state").asText()).isEqualTo("running");
        assertThat(after.path("startedAt")).isEqualTo(before.path("startedAt"));
    }

    @Test
    void removalIsExecutedThoughItsOrderIsNoLongerInTheLog() {
        TestUser alice = TestUser.joins("alice");
        String name = stack.dockerName(alice.creates("web").path("id").asText());

        stack.part("runtime-worker").stop();
        String removal = alice.client()
                .delete("/v1/containers/web?force=true", Duration.ZERO)
                .expectDone()
                .path("intent")
                .asText();
        LogRecords.deleteOrders();
        stack.part("runtime-worker").start();

        Eventually.that(
                "the container is removed",
                () -> stack.docker("ps", "-aq", "--filter", "name=" + name).isEmpty());
        assertThat(alice.intent(removal, Duration.ofSeconds(60)).path("status").asText())
                .isEqualTo("done");
    }

    @Test
    void containerRemovedOutsideDcmIsReportedAsLost() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");

        stack.docker("rm", "-f", stack.dockerName(web.path("id").asText()));

        Eventually.that(
                "the container is reported as lost",
                () -> alice.show("web").path("state").asText().equals("lost"));
        assertThat(alice.does("start", "web").status()).isEqualTo(409);
        assertThat(ShellRunner.attempt(List.of(stack.launcher("doctor"))).output())
                .contains("Lost containers: ");
        assertThat(alice.client().delete("/v1/containers/web", TestUser.TIMEOUT).status())
                .isEqualTo(200);
    }

    @Test
    void containerStoppedOutsideDcmIsReportedAsStopped() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");

        stack.docker("stop", stack.dockerName(web.path("id").asText()));

        Eventually.that(
                "the container is reported as stopped",
                () -> alice.show("web").path("state").asText().equals("stopped"));
        assertThat(alice.show("web").path("reason").asText()).contains("No stop was requested");
        assertThat(alice.doneTo("start", "web").path("handle")).isEqualTo(web.path("handle"));
    }

    @Test
    void acknowledgedIntentSurvivesABrokerCrash() {
        TestUser alice = TestUser.joins("alice");
        String intent = alice.asksFor("web").expectDone().path("intent").asText();

        stack.kill("kafka");
        var refused = alice.client().post("/v1/containers", Map.of("image", "debian-ssh"), Duration.ZERO);
        stack.part("kafka").start();

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body().path("code").asText()).isEqualTo("log-unreachable");
        assertThat(refused.body().path("intent").asText()).isNotEmpty();
        assertThat(alice.intent(intent, Duration.ofSeconds(90)).path("status").asText())
                .isEqualTo("done");
        stack.awaitLive();
        assertThat(alice.creates("later").path("state").asText()).isEqualTo("running");
    }

    @Test
    void viewsCatchUpAfterTheDatabaseIsRestarted() {
        TestUser alice = TestUser.joins("alice");
        alice.creates("before");
        StackApiClient client = alice.client(); // without its database, the identity provider is down too

        stack.part("postgres").stop();
        String intent = client.post(
                        "/v1/containers",
                        Map.of("image", "debian-ssh", "name", "meanwhile", "memoryMiB", 256),
                        Duration.ZERO)
                .expectDone()
                .path("intent")
                .asText();
        stack.part("postgres").start();

        Eventually.that(
                "the view shows the intent as done",
                () -> alice.intent(intent, Duration.ZERO)
                        .path("status")
                        .asText()
                        .equals("done"));
        assertThat(alice.containers().findValuesAsText("name")).contains("before", "meanwhile");
        Eventually.that("all parts are healthy", stack::healthy);
    }

    /** Keycloak has lost all connections of its pool, also the idle ones. */
    @Test
    void keycloakAnswersEachRequestAfterTheDatabaseIsRestarted() throws InterruptedException {
        TestUser alice = TestUser.joins("alice");
        var realm = new KeycloakRealm(stack.installation());
        Callable<SignIn> findAlice = () -> realm.ensure(alice.name(), alice.name(), stack.password(alice.name()));
        assertThat(succeededAtOnce(findAlice)).isEqualTo(AT_ONCE);

        stack.part("postgres").stop();
        stack.part("postgres").start();

        assertThat(succeededAtOnce(findAlice)).isEqualTo(AT_ONCE);
    }

    private static long succeededAtOnce(Callable<?> task) throws InterruptedException {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            return executor.invokeAll(Collections.nCopies(AT_ONCE, task)).stream()
                    .filter(answer -> answer.state() == Future.State.SUCCESS)
                    .count();
        }
    }

    @Test
    void intentFailsWithTheEngineErrorWhenDockerIsDownAndLaterIntentsSucceed() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");

        stack.engine().stop();
        var failed = alice.does("stop", "web");
        stack.engine().start();

        assertThat(failed.status()).isEqualTo(502);
        assertThat(failed.body().path("detail").asText()).contains("Docker Engine does not answer");
        stack.awaitLive();
        assertThat(alice.show("web").path("state").asText()).isEqualTo("running");
        assertThat(alice.doneTo("restart", "web").path("handle")).isEqualTo(web.path("handle"));
        assertThat(alice.creates("later").path("state").asText()).isEqualTo("running");
    }

    @Test
    void intentFailsWithTheEngineErrorWhenTheDiskIsFullAndLaterIntentsSucceed() {
        TestUser alice = TestUser.joins("alice");
        stack.fillEngineDisk();

        var failed =
                alice.client().post("/v1/containers", Map.of("image", "debian-ssh", "name", "web"), TestUser.TIMEOUT);
        stack.freeEngineDisk();

        assertThat(failed.status()).isEqualTo(502);
        // Docker cannot create a directory if the disk becomes full while it creates a layer.
        assertThat(failed.body().path("detail").asText())
                .containsAnyOf(
                        "no space left on device",
                        "work/work: no such file or directory",
                        // The OCI runtime cannot write its files.
                        "did not terminate successfully");
        assertThat(alice.creates("web").path("state").asText()).isEqualTo("running");
    }

    @Test
    void createFromAnImageRemovedFromTheEngineFails() {
        TestUser alice = TestUser.joins("alice");
        alice.creates("before");
        stack.removeContainers();

        stack.removeImages();
        var failed = alice.client()
                .post(
                        "/v1/containers",
                        Map.of("image", "debian-ssh", "name", "none", "memoryMiB", 256),
                        TestUser.TIMEOUT);
        stack.engine().load(RunningStack.BASE_IMAGE);

        // The error comes from Docker at first, and from admission after the next heartbeat.
        assertThat(failed.body().path("detail").asText())
                .containsAnyOf("No such image", "No image 'debian-ssh' is available");
        assertThat(failed.status()).isIn(502, 404);
        Eventually.that(
                "the image is offered again", () -> alice.asksFor("later").status() == 202);
    }
}
