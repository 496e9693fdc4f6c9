package dcm.journey.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient;
import dcm.stack.installation.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Whatever the journeys did: the log, the views, the engine and the received answers agree in the end. Runs after all other classes.
 */
@Order(Integer.MAX_VALUE)
class AuditIT {
    private final RunningStack stack = RunningStack.get();

    /** The other classes have removed theirs. */
    @BeforeAll
    static void createContainersWithAllSettings() {
        RunningStack stack = RunningStack.get();
        stack.up();
        TestUser alice = TestUser.joins("alice");
        alice.creates(
                "settings",
                Map.of(
                        "environment", Map.of("MODE", "a=b c"),
                        "command", List.of("sleep", "4711"),
                        "workingDirectory", "/srv/../srv/work",
                        "timeZone", "Asia/Tokyo",
                        "labels", Map.of("user.course", "os"),
                        "ports", List.of(28_310)));
        alice.creates("renamed");
        alice.client()
                .post("/v1/containers/renamed/rename", Map.of("name", "stopped"), TestUser.TIMEOUT)
                .expectDone();
        alice.doneTo("stop", "stopped");
        StackApiClient admin = stack.people().administrator();
        admin.put(
                        "/v1/catalog/presets/audited",
                        Map.of(
                                "description",
                                "Many options",
                                "options",
                                Map.of(
                                        "capabilities", List.of("NET_ADMIN", "SYS_PTRACE"),
                                        "ulimits", Map.of("nofile", Map.of("soft", 1024, "hard", 2048)),
                                        "sysctls", Map.of("net.core.somaxconn", "512"),
                                        "tmpfs", List.of(Map.of("target", "/scratch", "sizeMiB", 16)),
                                        "shmSizeMiB", 32,
                                        "hostname", "audited",
                                        "runtime", "runc")))
                .expectDone();
        admin.put("/v1/users/" + alice.name() + "/grants/audited", Map.of()).expectDone();
        alice.creates("preset", Map.of("preset", "audited"));
    }

    @Test
    void logViewsEngineAndReceivedAnswersAgree() throws JsonProcessingException {
        stack.up();

        ShellRunner.Result verified = verify(stack.received());

        JsonNode report = new JsonMapper().readTree(verified.output());
        assertThat(report.path("findings"))
                .filteredOn(finding -> finding.path("damage").asBoolean())
                .isEmpty();
        assertThat(verified.code()).isZero();
        assertThat(report.path("checked").path("events").asLong()).isPositive();
        assertThat(report.path("checked").path("answers").asInt()).isPositive();
    }

    @Test
    void damagedViewAndAnswersThatTheLogDoesNotHaveAreReported() throws IOException, SQLException {
        stack.up();
        TestUser alice = TestUser.joins("alice");
        String stopped = alice.client()
                .post("/v1/containers/none/stop", TestUser.TIMEOUT)
                .body()
                .path("intent")
                .asText();
        Path answers = stack.temporaryFiles().resolve("answers");
        Files.writeString(answers, """
            {"intent": "00000000-0000-7000-8000-000000000001", "status": "accepted"}
            {"intent": "%s", "status": "done"}
            """.formatted(stopped));
        views("insert into port values ('0123456789abcdef', 1, 'tcp', 'nobody', '127.0.0.1', now())");
        try {
            ShellRunner.Result verified = verify(answers);

            assertThat(verified.code()).isEqualTo(1);
            assertThat(new JsonMapper().readTree(verified.output()).path("findings"))
                    .filteredOn(finding -> finding.path("damage").asBoolean())
                    .extracting(finding -> finding.path("kind").asText())
                    .containsExactlyInAnyOrder("row-without-event", "acknowledged-intent-missing", "answer-differs");
        } finally {
            views("delete from port where owner = 'nobody'");
        }
    }

    private ShellRunner.Result verify(Path answers) {
        return ShellRunner.attempt(List.of(stack.launcher("verify", "--json", "--received", answers.toString())));
    }

    private void views(String statement) throws SQLException {
        Installation installation = stack.installation();
        try (Connection views = DriverManager.getConnection(
                        installation.jdbcUrl("dcm"),
                        "dcm",
                        installation.secrets().postgresDcm());
                Statement sql = views.createStatement()) {
            sql.execute(statement);
        }
    }
}
