package dcm.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.stack.api.StackApiClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three other machines run containers; this one runs the stack, and no containers. */
@Tag("cluster")
class SeveralHostsJourneyIT {
    private static RunningStack stack;
    private static StackApiClient admin;
    private static List<TestMachine> machines;

    @BeforeAll
    static void joinAll() {
        stack = TestMachine.stack();
        admin = stack.people().administrator();
        machines = Stream.of("m1", "m2", "m3").map(TestMachine::new).toList();
        machines.forEach(machine -> assertThat(machine.join(stack)).contains("This machine is the host m"));
        admin.post("/v1/hosts/t1/cordon", Map.of("reason", "no containers here"), Duration.ZERO)
                .expectDone();
    }

    @AfterEach
    void restoreMachines() {
        machines.forEach(machine -> machine.restore(stack));
        Eventually.that(
                "all machines report",
                () -> admin.get("/v1/hosts").expectDone().path("items").findValuesAsText("status").stream()
                                .filter("live"::equals)
                                .count()
                        == machines.size());
    }

    @AfterAll
    static void end() {
        TestUser.removeAllResources();
        machines.forEach(TestMachine::close);
    }

    @Test
    void usersContainersRunOnTheMachinesAndAreReachedThere() {
        List<TestUser> users =
                Stream.generate(() -> TestUser.joins("user")).limit(6).toList();

        List<JsonNode> created = users.stream().map(user -> user.creates("web")).toList();

        assertThat(created).extracting(web -> web.path("host").asText()).contains("m1", "m2", "m3");
        for (int i = 0; i < users.size(); i++) {
            TestUser user = users.get(i);
            JsonNode web = created.get(i);
            assertThat(web.path("ssh").path("address").asText())
                    .isEqualTo(machine(web.path("host").asText()).address());
            assertThat(user.ssh(web, "root", "hostname")).isEqualTo("web");
            // The second one is on the host with the user's home directories.
            JsonNode db = user.creates("db");
            assertThat(db.path("host")).isEqualTo(web.path("host"));
            user.ssh(web, user.name(), "echo shared > note");
            assertThat(user.ssh(db, user.name(), "cat note")).isEqualTo("shared");
            assertThat(user.client().get("/v1/containers/web/top").expectDone().toString())
                    .contains("sshd");
        }
    }

    @Test
    void containersOfAPausedMachineAreUnreachableUntilItRuns() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        TestMachine machine = machine(web.path("host").asText());
        Instant before = Instant.now();

        machine.pause();

        JsonNode unreachable = Eventually.value(
                "the container is unreachable",
                () -> alice.show("web"),
                shown -> shown.path("state").asText().equals("unreachable"));
        assertThat(Duration.between(before, Instant.now())).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(45));
        assertThat(unreachable.path("reason").asText())
                .contains("no report of the host " + web.path("host").asText() + " since")
                .contains("running");
        TestUser bob = TestUser.joins("bob");
        assertThat(bob.creates("web").path("host")).isNotEqualTo(web.path("host"));

        machine.unpause();

        Instant again = Instant.now();
        Eventually.that(
                "the container is shown as running again",
                () -> alice.show("web").path("state").asText().equals("running"));
        assertThat(Duration.between(again, Instant.now())).isLessThan(Duration.ofSeconds(10));
        assertThat(alice.ssh(web, "root", "hostname")).isEqualTo("web");
    }

    @Test
    void machineThatWasCutOffDoesWhatWasOrderedMeanwhile() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        alice.creates("db");
        TestMachine machine = machine(web.path("host").asText());

        machine.cutOff(stack);
        assertThat(alice.ssh(web, "root", "hostname")).isEqualTo("web");
        alice.client().delete("/v1/containers/db?force=true", Duration.ZERO).expectDone();
        Eventually.that(
                "the container is unreachable",
                () -> alice.show("web").path("state").asText().equals("unreachable"));
        machine.endCutOff(stack);

        Eventually.that(
                "the container is removed",
                () -> alice.containers().findValuesAsText("name").equals(List.of("web")));
        Eventually.that(
                "the other container is running",
                () -> alice.show("web").path("state").asText().equals("running"));
    }

    @Test
    void restartedWorkerOfAMachineContinues() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        TestMachine machine = machine(web.path("host").asText());

        machine.dcm("down");
        assertThat(alice.ssh(web, "root", "hostname")).isEqualTo("web");
        machine.dcm("up");

        assertThat(alice.doneTo("stop", "web").path("state").asText()).isEqualTo("stopped");
        assertThat(alice.doneTo("start", "web").path("state").asText()).isEqualTo("running");
    }

    private static TestMachine machine(String host) {
        return machines.get(Integer.parseInt(host.substring(1)) - 1);
    }
}
