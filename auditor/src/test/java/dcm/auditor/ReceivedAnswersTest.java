package dcm.auditor;

import static dcm.auditor.PlantedInstallation.COMMIT;
import static dcm.auditor.PlantedInstallation.CREATE;
import static dcm.auditor.PlantedInstallation.DIGEST;
import static dcm.auditor.PlantedInstallation.WEB;
import static dcm.auditor.PlantedInstallation.intent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.auditor.finding.AuditFailure;
import dcm.auditor.finding.AuditFinding;
import dcm.auditor.finding.FindingKind;
import dcm.auditor.received.ReceivedAnswers;
import dcm.contract.event.IntentRejected;
import dcm.contract.identity.Handle;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.ContainerIntent.StopContainer;
import dcm.contract.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers of the API, from the client to the comparison with the log. */
class ReceivedAnswersTest {
    private static final IntentId STOP = intent(9);

    @TempDir
    Path directory;

    private final PlantedInstallation installation = new PlantedInstallation();

    @BeforeEach
    void rejectStop() {
        installation.received.clear();
        installation.record(STOP, new StopContainer(new Handle("web")));
        installation.happened(6, 3L, new IntentRejected(STOP, ErrorCode.WRONG_STATE, "It is stopped.", Map.of()));
    }

    @Test
    void answersThatTheLogConfirmsAreNoFinding() throws IOException {
        assertThat(findings(
                        "{\"intent\": \"%s\", \"status\": \"accepted\"}".formatted(CREATE),
                        created(WEB.value(), 31000),
                        "{\"intent\": \"%s\", \"status\": \"done\", \"imageDigest\": \"%s\"}"
                                .formatted(COMMIT, DIGEST.value()),
                        problem(STOP, ErrorCode.WRONG_STATE),
                        "{\"intent\": \"%s\", \"status\": \"rejected\", \"problem\": {\"code\": \"wrong-state\"}}"
                                .formatted(STOP)))
                .isEmpty();
    }

    @Test
    void lostIntentIsFoundUnlessTheClientWasWarned() throws IOException {
        assertThat(findings(problem(intent(10), ErrorCode.LOG_UNREACHABLE))).isEmpty();
        assertThat(findings("{\"intent\": \"%s\", \"status\": \"recorded\"}".formatted(intent(10))))
                .containsExactly(FindingKind.ACKNOWLEDGED_INTENT_MISSING);
        assertThat(findings(problem(intent(11), ErrorCode.QUOTA_EXCEEDED)))
                .contains(FindingKind.ACKNOWLEDGED_INTENT_MISSING);
    }

    @Test
    void differentOutcomeIsFound() throws IOException {
        for (String answer : List.of(
                created("0123456789abcdef", 31000),
                created(WEB.value(), 31001),
                problem(CREATE, ErrorCode.ENGINE_FAILED),
                problem(STOP, ErrorCode.QUOTA_EXCEEDED),
                "{\"intent\": \"%s\", \"status\": \"done\"}".formatted(STOP),
                "{\"intent\": \"%s\", \"status\": \"accepted\"}".formatted(STOP),
                "{\"intent\": \"%s\", \"status\": \"done\", \"imageDigest\": \"sha256:other\"}".formatted(COMMIT),
                """
                {"intent": "%s", "status": "failed", "containers": [
                  {"container": "%s", "status": "failed", "problem": {"code": "engine-failed"}}]}
                """.formatted(CREATE, WEB).replace("\n", ""))) {
            installation.received.clear();
            assertThat(findings(answer)).as(answer).containsOnly(FindingKind.ANSWER_DIFFERS);
        }
    }

    @Test
    void outcomeRecordedTwiceIsReported() throws IOException {
        installation.happened(7, null, PlantedInstallation.committed());

        assertThat(findings("{\"intent\": \"%s\", \"status\": \"done\"}".formatted(COMMIT)))
                .contains(FindingKind.ANSWER_DIFFERS, FindingKind.INTENT_ENDED_TWICE);
    }

    @Test
    void responseThatIsAboutNoIntentIsNotWritten() {
        assertThat(ReceivedAnswers.line("{\"items\": []}")).isEmpty();
        assertThat(ReceivedAnswers.line("")).isEmpty();
        assertThat(ReceivedAnswers.line("no JSON")).isEmpty();
        assertThat(ReceivedAnswers.line("{\"code\": \"bad-input\", \"status\": 400}"))
                .isEmpty();
    }

    @Test
    void unreadableLineFailsTheAuditWithItsNumber() throws IOException {
        Path file = Files.writeString(directory.resolve("answers"), created(WEB.value(), 31000) + "\n{\"intent\"\n");

        assertThatThrownBy(() -> ReceivedAnswers.read(file))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("answers:2");
    }

    /** The kinds of findings about intents, after answers with these bodies. */
    private List<FindingKind> findings(String... bodies) throws IOException {
        Path file = directory.resolve("answers");
        Files.deleteIfExists(file);
        Files.createFile(file);
        for (String body : bodies) {
            Files.writeString(
                    file, Files.readString(file) + ReceivedAnswers.line(body).orElseThrow());
        }
        installation.received.addAll(ReceivedAnswers.read(file));
        return installation.audit().damage().stream()
                .map(AuditFinding::kind)
                .filter(kind -> kind == FindingKind.ACKNOWLEDGED_INTENT_MISSING
                        || kind == FindingKind.ANSWER_DIFFERS
                        || kind == FindingKind.INTENT_ENDED_TWICE)
                .toList();
    }

    private static String created(String container, int sshPort) {
        return "{\"intent\": \"%s\", \"status\": \"done\", \"container\": \"%s\",".formatted(CREATE, container)
                + " \"ssh\": {\"address\": \"127.0.0.1\", \"port\": %d}}".formatted(sshPort);
    }

    private static String problem(IntentId intent, ErrorCode code) {
        return "{\"intent\": \"%s\", \"status\": %d, \"code\": \"%s\"}".formatted(intent, code.status(), code.code());
    }
}
