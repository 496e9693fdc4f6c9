package dcm.journey.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Machines that are drained, and workers that are restarted one after another while users work. */
@Tag("cluster")
@ExtendWith(ClusterMachines.class)
class HostMaintenanceJourneyIT {
    private static final String WORKER = "dcm-runtime-worker.service";

    @Test
    void drainedMachineStopsItsContainersAndTheOthersGetNewOnes() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        String host = "/v1/hosts/" + web.path("host").asText();
        String at = Instant.now().plusSeconds(3).toString();

        ClusterMachines.admin()
                .post(host + "/drain", Map.of("at", at, "reason", "new disks"), Duration.ZERO)
                .expectDone();

        try {
            Eventually.that(
                    "the container is stopped",
                    () -> alice.show("web").path("state").asText().equals("stopped"));
            assertThat(alice.does("start", "web").isProblem("no-host")).isTrue();
            for (int i = 0; i < 4; i++) {
                assertThat(TestUser.joins("bob").creates("web").path("host")).isNotEqualTo(web.path("host"));
            }
        } finally {
            ClusterMachines.admin().post(host + "/uncordon", Duration.ZERO).expectDone();
        }
        assertThat(alice.doneTo("start", "web").path("state").asText()).isEqualTo("running");
    }

    @Test
    void restartOfAllWorkersOneAfterAnotherUnderLoadLosesNothing() throws Exception {
        List<TestUser> users =
                Stream.generate(() -> TestUser.joins("user")).limit(6).toList();
        List<JsonNode> kept = users.stream().map(user -> user.creates("kept")).toList();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger done = new AtomicInteger();
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            users.forEach(user -> threads.execute(() -> {
                while (!over.get()) {
                    work(user, done, wrong);
                }
            }));
            for (TestMachine machine : ClusterMachines.all()) {
                int before = done.get();
                machine.dcm("down");
                machine.dcm("up");
                Eventually.that("users continue", () -> done.get() > before + 3);
            }
            over.set(true);
        }

        assertThat(wrong).isEmpty();
        for (int i = 0; i < users.size(); i++) {
            TestUser user = users.get(i);
            assertThat(user.show("kept").path("state").asText()).isEqualTo("running");
            assertThat(user.ssh(kept.get(i), "root", "hostname")).isEqualTo("kept");
        }
    }

    @Test
    void systemdStartsTheWorkerAgainAfterAFailureAndWithTheMachine() {
        TestMachine machine = ClusterMachines.booted();
        TestUser alice = TestUser.joins("alice");
        alice.creates("web", Map.of("host", machine.name()));
        assertThat(machine.run("systemctl", "is-enabled", WORKER).strip()).isEqualTo("enabled");
        String killed = workerOf(machine);

        machine.run("systemctl", "kill", "--signal=KILL", "--kill-whom=main", WORKER);

        Eventually.that(
                "systemd has started the worker again",
                Duration.ofSeconds(90),
                () -> !List.of(killed, "0").contains(workerOf(machine)));
        assertThat(alice.doneTo("stop", "web").path("state").asText()).isEqualTo("stopped");

        machine.kill();
        machine.restart();

        assertThat(alice.doneTo("start", "web").path("state").asText()).isEqualTo("running");
    }

    private static String workerOf(TestMachine machine) {
        return machine.run("systemctl", "show", "--value", "--property=MainPID", WORKER)
                .strip();
    }

    /** Creates and removes a container. While its host's worker is restarted, a request may wait or expire. */
    private static void work(TestUser user, AtomicInteger done, ConcurrentLinkedQueue<String> wrong) {
        Answer created = user.triesToCreate("temporary", Map.of());
        Answer removed = user.client().delete("/v1/containers/temporary?force=true", TestUser.TIMEOUT);
        Stream.of(created, removed)
                .filter(answer -> answer.status() >= 400)
                .filter(answer -> !List.of(
                                "no-host", "deadline-passed", "name-taken", "unknown-container", "wrong-state")
                        .contains(answer.body().path("code").asText()))
                .forEach(answer -> wrong.add(answer.body().toString()));
        if (created.status() == 201) {
            done.incrementAndGet();
        }
    }
}
