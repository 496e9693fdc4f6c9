package dcm.journey.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.TestUser;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Users' containers on three other machines, of which one is paused, cut off or restarted. */
@Tag("cluster")
@ExtendWith(ClusterMachines.class)
class SeveralHostsJourneyIT {
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
                    .isEqualTo(ClusterMachines.of(web).address());
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
        TestMachine machine = ClusterMachines.of(web);
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
        TestMachine machine = ClusterMachines.of(web);

        machine.cutOff(ClusterMachines.stack());
        assertThat(alice.ssh(web, "root", "hostname")).isEqualTo("web");
        alice.client().delete("/v1/containers/db?force=true", Duration.ZERO).expectDone();
        Eventually.that(
                "the container is unreachable",
                () -> alice.show("web").path("state").asText().equals("unreachable"));
        machine.endCutOff(ClusterMachines.stack());

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
        TestMachine machine = ClusterMachines.of(web);

        machine.dcm("down");
        assertThat(alice.ssh(web, "root", "hostname")).isEqualTo("web");
        machine.dcm("up");

        assertThat(alice.doneTo("stop", "web").path("state").asText()).isEqualTo("stopped");
        assertThat(alice.doneTo("start", "web").path("state").asText()).isEqualTo("running");
    }
}
