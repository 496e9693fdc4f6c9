package dcm.journey.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An administrator moves the homes of accounts from one machine to another, and the containers follow. */
@Tag("cluster")
@ExtendWith(ClusterMachines.class)
class HomesMoveJourneyIT {
    private static final Duration LONG = Duration.ofMinutes(3);

    @Test
    void homesAndContainersAreOnTheNewMachineAndNothingIsLeftOnTheOldOne() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        JsonNode idle = alice.creates("idle");
        alice.doneTo("stop", "idle");
        alice.ssh(
                web,
                "root",
                "echo mine > thesis && ln thesis same && ln -s thesis link && truncate -s 50M sparse && touch /outside");
        TestMachine from = ClusterMachines.of(web);
        TestMachine to = ClusterMachines.otherThan(web);

        String output = moved(alice, to);

        // A short move has ended before the command shows its beginning.
        assertThat(output)
                .containsAnyOf(
                        "The homes of " + alice.name() + " are moved",
                        "The homes of " + alice.name() + " are on " + to.name());
        Eventually.that("web runs on the new machine", LONG, () -> isOn(alice, "web", to, "running"));
        Eventually.that("idle is stopped on the new machine", LONG, () -> isOn(alice, "idle", to, "stopped"));
        alice.forgetsHostKeys();
        JsonNode now = alice.show("web");
        assertThat(now.path("id")).isEqualTo(web.path("id"));
        assertThat(alice.ssh(now, "root", "cat thesis && hostname && stat -c %h thesis && readlink link"))
                .isEqualTo("mine\nweb\n2\nthesis");
        assertThat(alice.ssh(now, "root", "stat -c %s sparse && du -k sparse | cut -f1"))
                .isEqualTo("52428800\n0");
        assertThat(alice.trySsh(now, "root", "test -e /outside").code()).isEqualTo(1);
        assertThat(alice.show("idle").path("id")).isEqualTo(idle.path("id"));
        Eventually.that("the old machine has nothing left", LONG, () -> hasNothing(from, alice));
        assertThat(shell("user", "move", alice.name(), "--to", to.name()).output())
                .contains("are on " + to.name());
    }

    @Test
    void copyThatIsInterruptedByAPowerCutOfTheNewMachineIsCompleted() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        alice.ssh(web, "root", "head -c 1500M /dev/urandom > big && sha256sum big > sum");
        TestMachine from = ClusterMachines.of(web);
        TestMachine to = ClusterMachines.otherThan(web);

        begin(alice, to).expectDone();
        Eventually.that(
                "the copy is in progress",
                LONG,
                () -> move(alice).path("step").asText().equals("copying") && hasIncoming(to, alice));
        assertThat(alice.does("start", "web").isProblem("homes-moving")).isTrue();
        JsonNode again = begin(alice, to).expectDone();
        assertThat(again.path("intent")).isEqualTo(move(alice).path("intent"));
        assertThat(again.path("state").asText()).isEqualTo("under-way");
        to.kill();
        to.restart();

        Eventually.that("web runs on the new machine", LONG, () -> isOn(alice, "web", to, "running"));
        alice.forgetsHostKeys();
        assertThat(alice.ssh(alice.show("web"), "root", "sha256sum -c sum")).isEqualTo("big: OK");
        Eventually.that("the old machine has nothing left", LONG, () -> hasNothing(from, alice));
    }

    @Test
    void cancelledMoveLeavesEverythingOnTheOldMachine() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        alice.ssh(web, "root", "head -c 1500M /dev/zero | tr '\\0' x > big && echo mine > thesis");
        TestMachine from = ClusterMachines.of(web);
        TestMachine to = ClusterMachines.otherThan(web);

        begin(alice, to).expectDone();
        Eventually.that("the copy is in progress", LONG, () -> hasIncoming(to, alice));
        ShellRunner.Result cancelled = shell("user", "move", alice.name(), "--cancel");

        assertThat(cancelled.output()).contains("The move is cancelled");
        Eventually.that("web runs on the old machine", LONG, () -> isOn(alice, "web", from, "running"));
        assertThat(alice.ssh(alice.show("web"), "root", "cat thesis")).isEqualTo("mine");
        Eventually.that("the new machine has nothing left", LONG, () -> hasNothing(to, alice));
    }

    @Test
    void moveFromASilentMachineSaysThatItWaitsAndCanBeCancelled() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        alice.ssh(web, "root", "head -c 1500M /dev/zero | tr '\\0' x > big");
        TestMachine from = ClusterMachines.of(web);
        TestMachine to = ClusterMachines.otherThan(web);
        begin(alice, to).expectDone();
        Eventually.that("the copy is in progress", LONG, () -> hasIncoming(to, alice));

        from.kill();

        String waiting = "The move waits for the host " + from.name() + ", which last reported at ";
        Eventually.that(
                "the move waits",
                LONG,
                () -> move(alice).path("waiting").asText().startsWith(waiting));
        assertThat(shell("user", "move", alice.name(), "--no-wait").output()).contains(waiting);
        ShellRunner.Result doctor = shell("doctor");
        assertThat(doctor.output()).contains("The homes of " + alice.name() + " are moved to " + to.name(), waiting);
        assertThat(doctor.code()).isNotZero();
        assertThat(shell("user", "move", alice.name(), "--cancel").output()).contains("The move is cancelled");

        from.restart();

        Eventually.that("web runs on the old machine", LONG, () -> isOn(alice, "web", from, "running"));
        Eventually.that("the new machine has nothing left", LONG, () -> hasNothing(to, alice));
    }

    private static Answer begin(TestUser user, TestMachine to) {
        return ClusterMachines.admin().put("/v1/users/" + user.name() + "/home-host", Map.of("host", to.name()));
    }

    private static String moved(TestUser user, TestMachine to) {
        return shell("user", "move", user.name(), "--to", to.name()).output();
    }

    private static ShellRunner.Result shell(String... words) {
        return ShellRunner.attempt(List.of(ClusterMachines.stack().launcher(words)));
    }

    private static JsonNode move(TestUser user) {
        return ClusterMachines.admin()
                .get("/v1/users/" + user.name())
                .expectDone()
                .path("homesMove");
    }

    private static boolean isOn(TestUser user, String container, TestMachine machine, String state) {
        JsonNode now = user.show(container);
        return now.path("host").asText().equals(machine.name())
                && now.path("state").asText().equals(state);
    }

    private static boolean hasIncoming(TestMachine machine, TestUser user) {
        return homes(machine).contains(".incoming-" + user.name());
    }

    private static boolean hasNothing(TestMachine machine, TestUser user) {
        String containers =
                machine.run("docker", "ps", "--all", "--quiet", "--filter", "label=dcm.owner=" + user.name());
        return containers.isBlank() && !homes(machine).contains(user.name());
    }

    private static String homes(TestMachine machine) {
        return machine.run("ls", "-A", "/var/lib/dcm/data/storage");
    }
}
