package dcm.journey.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.SshClientSession;
import dcm.journey.support.SshClientSession.Result;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Machines that lose their power, and machines that never return. */
@Tag("cluster")
@ExtendWith(ClusterMachines.class)
class FailedHostsJourneyIT {
    @Test
    void containersOfAKilledMachineContinueWhenItIsRestarted() {
        TestUser alice = TestUser.joins("alice");
        SshClientSession terminal = SshClientSession.of(alice);
        JsonNode web = alice.creates("web");
        TestMachine machine = ClusterMachines.of(web);

        machine.kill();

        String stop = alice.client()
                .post("/v1/containers/web/stop", Duration.ZERO)
                .expectDone()
                .path("intent")
                .asText();
        awaitState(alice, "unreachable");
        Answer recreated = alice.does("recreate", "web");
        assertThat(recreated.isProblem("host-unreachable")).isTrue();
        assertThat(recreated.body().path("detail").asText()).contains("last reported at", "host rm " + machine.name());
        assertThat(ShellRunner.attempt(List.of(ClusterMachines.stack().launcher("host", "recreate", machine.name())))
                        .output())
                .contains("It is unreachable");
        Instant before = Instant.now();
        Result connected = terminal.types("connect", "web", "--", "hostname");
        Result jumped = terminal.ssh("-o", "LogLevel=VERBOSE", "-W", "web:22", "gateway");
        assertThat(connected.err()).contains("web is unreachable", "the host " + machine.name());
        assertThat(jumped.code()).isEqualTo(255);
        assertThat(jumped.err()).contains("web is unreachable");
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(15));
        JsonNode expired = Eventually.value(
                "the request has expired",
                () -> alice.client().get("/v1/intents/" + stop).expectDone(),
                intent -> intent.path("status").asText().equals("failed"));
        assertThat(expired.path("problem").path("code").asText()).isEqualTo("deadline-passed");
        assertThat(expired.path("problem").path("detail").asText()).contains("The host " + machine.name());

        machine.restart();

        awaitState(alice, "running");
        assertThat(alice.ssh(web, "root", "hostname")).isEqualTo("web");
    }

    @Test
    void containersOfARemovedMachineAreRecreatedAndNotRunTwiceWhenItReturns() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        alice.ssh(web, "root", "echo mine > note");
        alice.creates("db");
        alice.client()
                .post("/v1/images", Map.of("container", "web", "name", "mine"), TestUser.TIMEOUT)
                .expectDone();
        alice.creates("own", Map.of("image", "mine"));
        TestMachine machine = ClusterMachines.of(web);
        TestUser bob = userOn(machine);
        machine.dcm("down");

        Eventually.that(
                "the host is removed",
                () -> ShellRunner.attempt(List.of(ClusterMachines.stack().launcher("host", "rm", machine.name())))
                                .code()
                        == 0);
        awaitState(alice, "lost");
        awaitState(bob, "lost");
        ClusterMachines.verifyClean();

        Answer imageless = alice.does("recreate", "own");
        assertThat(imageless.isProblem("image-missing")).isTrue();
        assertThat(imageless.body().path("detail").asText()).contains("'mine:");
        Answer recreated = alice.does("recreate", "web");
        assertThat(recreated.expectDone().path("notice").asText())
                .contains("The host of your home directories was removed");
        assertThat(SshClientSession.of(alice).gets("recreate", "db")).endsWith("db running");
        assertThat(alice.does("recreate", "web").isProblem("wrong-state")).isTrue();
        JsonNode again = alice.show("web");
        assertThat(again.path("id")).isEqualTo(web.path("id"));
        assertThat(again.path("host")).isNotEqualTo(web.path("host"));
        assertThat(again.path("handle")).isNotEqualTo(web.path("handle"));
        assertThat(alice.show("db").path("host")).isEqualTo(again.path("host"));
        alice.forgetsHostKeys();
        assertThat(alice.ssh(again, "root", "hostname; cat note 2>/dev/null || echo none"))
                .isEqualTo("web\nnone");
        ShellRunner.Result all =
                ShellRunner.attempt(List.of(ClusterMachines.stack().launcher("host", "recreate", machine.name())));
        assertThat(all.code()).as("'own' has no image: " + all.output()).isEqualTo(3);
        assertThat(all.output()).contains("web of " + bob.name() + " is being recreated", "own of " + alice.name());
        awaitState(bob, "running");

        assertThat(machine.join(ClusterMachines.stack())).contains("This machine is the host");

        assertThat(machine.run("docker", "ps", "-aq")).isEmpty();
        ClusterMachines.verifyClean();
    }

    /** A user with the container {@code web} on a machine. */
    private static TestUser userOn(TestMachine machine) {
        for (int tries = 0; tries < 30; tries++) {
            TestUser user = TestUser.joins("bob");
            if (ClusterMachines.of(user.creates("web")) == machine) {
                return user;
            }
        }
        throw new AssertionError("no container was placed on " + machine.name());
    }

    private static void awaitState(TestUser user, String state) {
        Eventually.that(
                "the container is " + state,
                Duration.ofSeconds(90),
                () -> user.show("web").path("state").asText().equals(state));
    }
}
