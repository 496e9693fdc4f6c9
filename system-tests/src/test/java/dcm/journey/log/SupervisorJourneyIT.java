package dcm.journey.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.stack.lifecycle.LauncherLock;
import dcm.stack.part.DetachedProcess;
import dcm.stack.part.Part;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code ./dcm up} leaves a supervisor that restarts parts. */
@Tag("operations")
class SupervisorJourneyIT {
    private static final JsonMapper JSON = new JsonMapper();

    private final RunningStack stack = RunningStack.get();

    /** Other journeys stop parts, and expect that they stay stopped. */
    @AfterEach
    void stopSupervisor() {
        supervisor().stop();
        stack.up();
    }

    @Test
    void partThatDiesIsRestartedAndOneThatWasStoppedIsNot() throws JsonProcessingException {
        assertThat(ShellRunner.run(stack.launcher("up"))).contains("already up");
        Part user = stack.part("user-service");
        Part gateway = stack.part("ssh-gateway");
        long pid = user.pid().orElseThrow();

        stop(gateway);
        user.process().kill();

        Eventually.that(
                "user-service runs again",
                () -> user.pid().isPresent() && user.pid().getAsLong() != pid && user.healthy());
        assertThat(gateway.pid()).isEmpty();
        JsonNode status = JSON.readTree(
                ShellRunner.attempt(List.of(stack.launcher("status", "--json"))).output());
        assertThat(status.path("supervised").asBoolean()).isTrue();
        JsonNode restarts = status.path("parts").path("user-service").path("restarts");
        assertThat(restarts.path("count").asInt()).isEqualTo(1);
        assertThat(restarts.path("reason").asText()).isEqualTo("it ended");
        assertThat(ShellRunner.run(stack.launcher("logs", "supervisor"))).contains("user-service is restarted");
    }

    /** Its process runs, but does not answer. */
    @Test
    void partThatHangsIsRestarted() throws JsonProcessingException {
        ShellRunner.run(stack.launcher("up"));
        Part user = stack.part("user-service");
        long pid = user.pid().orElseThrow();

        ShellRunner.run("kill", "-STOP", Long.toString(pid));

        Eventually.that(
                "user-service runs again",
                Duration.ofMinutes(3),
                () -> user.pid().isPresent() && user.pid().getAsLong() != pid && user.healthy());
        JsonNode status = JSON.readTree(
                ShellRunner.attempt(List.of(stack.launcher("status", "--json"))).output());
        assertThat(status.at("/parts/user-service/restarts/reason").asText()).isEqualTo("it did not answer for 60 s");
    }

    @Test
    void restartStopsAPartAndStartsItAgain() {
        Part user = stack.part("user-service");
        long pid = user.pid().orElseThrow();

        assertThat(ShellRunner.run(stack.launcher("restart", "user-service"))).contains("user-service … restarted");

        assertThat(user.pid()).isPresent().isNotEqualTo(OptionalLong.of(pid));
        assertThat(user.healthy()).isTrue();
        stop(user);
        assertThat(ShellRunner.attempt(List.of(stack.launcher("restart", "kafka", "user-service")))
                        .output())
                .contains("user-service does not run. Start it: ./dcm up");
    }

    /** As a command does: without the lock, the supervisor could restart the part after its process has ended. */
    private void stop(Part part) {
        try (var _ = new LauncherLock(stack.installation().home(), _ -> {})) {
            part.stop();
        }
    }

    private DetachedProcess supervisor() {
        return new DetachedProcess(stack.installation(), "supervisor");
    }
}
