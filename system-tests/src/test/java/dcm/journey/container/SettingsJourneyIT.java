package dcm.journey.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Users' settings inside their containers. */
class SettingsJourneyIT {
    private final RunningStack stack = RunningStack.get();

    @Test
    void sessionsAndTheCommandGetTheEnvironmentAndTheTimeZone() {
        TestUser alice = TestUser.joins("alice");
        String awkward = "two words, \"quoted\" \\ back $HOME #5 ends with=";

        JsonNode web = alice.creates(
                "web",
                Map.of(
                        "environment",
                        Map.of("MODE", "test", "AWKWARD", awkward),
                        "timeZone",
                        "Asia/Tokyo",
                        "workingDirectory",
                        "/srv/work",
                        "command",
                        List.of("sh", "-c", "echo \"$MODE $(pwd) $(date +%Z) $AWKWARD\" > /var/tmp/command")));

        assertThat(alice.ssh(web, "root", "echo $MODE; date +%Z; echo \"$AWKWARD\""))
                .isEqualTo("test\nJST\n" + awkward);
        assertThat(alice.ssh(web, alice.name(), "echo $MODE; echo $HOME")).isEqualTo("test\n/home/" + alice.name());
        Eventually.that(
                "the command has written",
                () -> alice.ssh(web, "root", "cat /var/tmp/command").equals("test /srv/work JST " + awkward));
        assertThat(web.path("environment").path("AWKWARD").asText()).isEqualTo(awkward);
        assertThat(web.path("timeZone").asText()).isEqualTo("Asia/Tokyo");
        assertThat(web.path("workingDirectory").asText()).isEqualTo("/srv/work");
    }

    @Test
    void commandRunsWithTheSshServerAtEveryStart() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web", Map.of("command", List.of("sh", "-c", "echo started >> /var/tmp/starts")));

        JsonNode again = alice.doneTo("restart", "web");

        Eventually.that(
                "the command ran twice",
                () -> alice.ssh(again, "root", "cat /var/tmp/starts").equals("started\nstarted"));
        assertThat(web.path("handle")).isEqualTo(again.path("handle"));
    }

    @Test
    void userLabelsAreKeptAndDcmLabelsAreRejected() {
        TestUser alice = TestUser.joins("alice");

        JsonNode web = alice.creates("web", Map.of("labels", Map.of("user.course", "os")));
        Answer ours = alice.triesToCreate("ours", Map.of("labels", Map.of("dcm.owner", "bob")));

        assertThat(web.path("labels").path("user.course").asText()).isEqualTo("os");
        assertThat(stack.docker(
                        "inspect",
                        "-f",
                        "{{index .Config.Labels \"user.course\"}} {{index .Config.Labels \"dcm.owner\"}}",
                        stack.dockerName(web.path("id").asText())))
                .isEqualTo("os " + alice.name());
        assertThat(ours.status()).isEqualTo(400);
        assertThat(ours.body().path("detail").asText()).contains("dcm.owner");
    }

    @Test
    void renamedContainerIsFoundByItsNewName() {
        TestUser alice = TestUser.joins("alice");
        JsonNode web = alice.creates("web");
        alice.creates("db");

        JsonNode renamed = alice.client()
                .post("/v1/containers/web/rename", Map.of("name", "front"), TestUser.TIMEOUT)
                .expectDone();
        Answer taken = alice.client().post("/v1/containers/front/rename", Map.of("name", "db"), TestUser.TIMEOUT);

        assertThat(renamed.path("status").asText()).isEqualTo("done");
        assertThat(renamed.path("name").asText()).isEqualTo("front");
        assertThat(alice.show("front", renamed.path("sequence").asLong()).path("id"))
                .isEqualTo(web.path("id"));
        assertThat(alice.client().get("/v1/containers/web").status()).isEqualTo(404);
        assertThat(taken.isProblem("name-taken")).isTrue();
        assertThat(alice.doneTo("stop", "front").path("state").asText()).isEqualTo("stopped");
    }
}
