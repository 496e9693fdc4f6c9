package dcm.journey.container;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.topic.Topic;
import dcm.journey.support.Eventually;
import dcm.journey.support.LogRecords;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.TestUser;
import dcm.kafka.LogPrincipal;
import dcm.stack.api.StackApiClient;
import dcm.stack.api.StackApiClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A part that starts decides and permits nothing from incomplete tables. The tables are incomplete for a known time because the broker
 * refuses to send a topic to the part.
 */
@Tag("isolation")
class StartJourneyIT {
    private static final String UNKNOWN_INSTALLATION = "dcm-unknown";

    private final RunningStack stack = RunningStack.get();

    @AfterEach
    void restoreRights() {
        stack.part("kafka").start();
        stack.up();
    }

    @Test
    void admissionDecidesOnlyAfterItHasReadTheHosts() throws IOException {
        TestUser alice = TestUser.joins("alice");
        alice.does("stop", "none"); // binds the account, which needs a decision
        launchWithout(Topic.HOSTS, Map.of("command-service", LogPrincipal.COMMAND_SERVICE));
        long waiting = waitingMessages();

        // Without hosts, admission would reject the request.
        Answer asked = Eventually.value(
                "the request is recorded", () -> alice.asksFor("web"), answer -> answer.status() == 202);
        String intent = asked.body().path("intent").asText();
        Eventually.that("admission waits for its tables", () -> waitingMessages() > waiting);

        assertThat(LogRecords.eventsOf(alice.name())).noneMatch(event -> event.isAbout(intent));

        stack.part("kafka").start();

        assertThat(alice.intent(intent, TestUser.TIMEOUT).path("status").asText())
                .isEqualTo("done");
    }

    private long waitingMessages() throws IOException {
        try (var lines =
                Files.lines(Path.of(stack.part("command-service").process().log()))) {
            return lines.filter(line -> line.contains("admission waits for hosts, catalog and accounts"))
                    .count();
        }
    }

    @Test
    void servicesAnswer503UntilTheyHaveReadAllAccounts() {
        TestUser alice = TestUser.joins("alice");
        StackApiClient client = alice.client();
        StackApiClient administrator = stack.people().administrator();
        Map<String, Supplier<Answer>> requests = new LinkedHashMap<>();
        requests.put("projection-service", () -> client.get("/v1/containers"));
        requests.put("user-service", () -> administrator.get("/v1/users"));
        requests.put("command-service", () -> client.post("/v1/containers/web/stop", Duration.ZERO));

        launchWithout(
                Topic.ACCOUNTS,
                Map.of(
                        "projection-service", LogPrincipal.PROJECTION_SERVICE,
                        "user-service", LogPrincipal.USER_SERVICE,
                        "command-service", LogPrincipal.COMMAND_SERVICE));

        requests.forEach((service, request) -> {
            Answer refused = Eventually.value(
                    service + " answers",
                    request::get,
                    answer -> !detail(answer).contains("does not accept connections"));
            assertThat(refused.status()).as(service).isEqualTo(503);
            assertThat(detail(refused)).as(service).contains("has not read all accounts yet");
        });

        stack.part("kafka").start();

        requests.forEach((service, request) -> Eventually.value(
                service + " knows the account",
                request::get,
                answer -> answer.status() == (service.equals("command-service") ? 404 : 200)));
    }

    private static String detail(Answer answer) {
        return answer.body().path("detail").asText();
    }

    @Test
    void doctorListsContainersOfAnUnknownInstallation() {
        stack.docker(
                "create",
                "--name",
                UNKNOWN_INSTALLATION,
                "--label",
                "dcm.installation=" + UNKNOWN_INSTALLATION,
                RunningStack.BASE_IMAGE);
        try {
            stack.part("runtime-worker").stop(); // its findings are up to a minute old
            stack.part("runtime-worker").start();

            Eventually.that(
                    "the doctor lists the container",
                    () -> ShellRunner.attempt(List.of(stack.launcher("doctor")))
                            .output()
                            .contains(UNKNOWN_INSTALLATION + " (1)"));
        } finally {
            stack.docker("rm", "-f", UNKNOWN_INSTALLATION);
        }
    }

    /** Restarts parts that must not read {@code topic}; does not wait for them. */
    private void launchWithout(Topic topic, Map<String, LogPrincipal> parts) {
        parts.forEach((part, principal) -> {
            stack.part(part).stop();
            LogRecords.deny(principal, topic, AclOperation.READ);
            stack.part(part).launch();
        });
    }
}
