package dcm.journey.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ShellRunner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code ./dcm doctor} checks the whole installation. */
@Tag("operations")
class DoctorJourneyIT {
    private final RunningStack stack = RunningStack.get();

    @Test
    void healthyInstallationHasNoProblems() throws IOException {
        Eventually.that("everything is healthy", stack::healthy);

        JsonNode found = new JsonMapper().readTree(doctor("--json").output());

        assertThat(levels(found, "parts")).contains("ok").doesNotContain("problem");
        for (String check : List.of("broker", "topics", "issuer", "issuer-keys", "versions", "certificate")) {
            assertThat(levels(found, check))
                    .as("%s in %s", check, found)
                    .isNotEmpty()
                    .containsOnly("ok");
        }
        assertThat(levels(found, "disk")).isNotEmpty();
        assertThat(found.path("findings").findValuesAsText("detail"))
                .anyMatch(line -> line.contains("event log"))
                .anyMatch(line -> line.contains("free for the installation, with its logs"));
        assertThat(found.path("hosts").findValuesAsText("name")).contains("t1");
    }

    @Test
    void settingsAreChecked() {
        assertThat(ShellRunner.run(stack.launcher("config", "check"))).contains("are valid");
        assertThat(ShellRunner.attempt(List.of(stack.launcher("config", "set", "DCM_SIZE=large")))
                        .output())
                .contains("Settings can be changed only while DCM is stopped. First run: ./dcm down");

        ShellRunner.Result check = withVariable("DCM_TRACES_SAMPLED=0.1", "config", "check");
        assertThat(check.code()).isEqualTo(1);
        assertThat(check.output()).contains("DCM_TRACES_SAMPLED has no effect, because DCM_OTLP_ENDPOINT is not set.");
    }

    private ShellRunner.Result withVariable(String variable, String... words) {
        List<String> command = new ArrayList<>(List.of("env", variable));
        command.addAll(List.of(stack.launcher(words)));
        return ShellRunner.attempt(command);
    }

    @Test
    void stoppedBrokerIsAProblemWithARemedy() throws IOException {
        stack.kill("kafka");
        try {
            ShellRunner.Result doctor = doctor();

            assertThat(doctor.code()).isEqualTo(1);
            assertThat(doctor.output().replaceAll("\\s+", " "))
                    .contains("kafka does not run. Run: ./dcm up", "Kafka does not answer", "./dcm logs kafka");
        } finally {
            stack.up();
        }
    }

    @Test
    void stoppedIssuerIsAProblemAndDoesNotHideOtherChecks() throws IOException {
        stack.kill("keycloak");
        try {
            ShellRunner.Result doctor = doctor();

            assertThat(doctor.code()).isEqualTo(1);
            assertThat(doctor.output().replaceAll("\\s+", " "))
                    .contains(
                            "keycloak does not run. Run: ./dcm up",
                            "The keys of the issuer cannot be read",
                            "All topics of the log exist",
                            "DCM gave no token for an administrator");
        } finally {
            stack.up();
        }
    }

    private ShellRunner.Result doctor(String... options) {
        List<String> words = new ArrayList<>(List.of(stack.launcher("doctor")));
        words.addAll(List.of(options));
        return ShellRunner.attempt(words);
    }

    private static List<String> levels(JsonNode found, String check) {
        return found.path("findings")
                .valueStream()
                .filter(finding -> finding.path("check").asText().equals(check))
                .map(finding -> finding.path("level").asText())
                .toList();
    }
}
