package dcm.projection.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dcm.contract.problem.ErrorCode;
import dcm.contract.view.IntentStatus;
import dcm.projection.intent.IntentMember;
import dcm.projection.intent.IntentRow;
import dcm.projection.intent.IntentStep;
import dcm.projection.rest.IntentView.Step;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IntentViewTest {
    private static final String ID = "018f0000-0000-7000-8000-000000000001";
    private static final Instant RECORDED = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant DECIDED = Instant.parse("2026-03-01T10:00:01Z");
    private static final Instant ENDED = Instant.parse("2026-03-01T10:00:05Z");

    @Test
    void failedIntentIsShownWithItsTimesProblemAndSteps() {
        IntentRow row = recorded();
        row.status = IntentStatus.FAILED;
        row.container = "aaaa000000000001";
        row.problemCode = ErrorCode.ENGINE_FAILED;
        row.problemDetail = "no space left on device";
        row.problemNumbers = "{\"limit\": 10, \"used\": 10}";
        row.target = "web";
        row.decidedAt = DECIDED;
        row.endedAt = ENDED;
        row.sequence = 9L;

        IntentView view = IntentView.of(
                row,
                List.of(
                        step(8, DECIDED, "operation-ordered", "start ordered"),
                        step(9, ENDED, "operation-failed", null)),
                List.of());

        assertThat(view)
                .isEqualTo(new IntentView(
                        ID,
                        "start-container",
                        IntentStatus.FAILED,
                        "account/alice",
                        "web",
                        "aaaa000000000001",
                        null,
                        new IntentProblem(
                                "engine-failed",
                                "The Docker Engine failed",
                                "no space left on device",
                                Map.of("limit", 10L, "used", 10L),
                                null),
                        List.of(
                                new Step(8, DECIDED, "operation-ordered", null, "start ordered"),
                                new Step(9, ENDED, "operation-failed", null, null)),
                        RECORDED,
                        DECIDED,
                        ENDED,
                        9L,
                        "f00d"));
    }

    @Test
    void stepOfABatchNamesItsContainer() {
        IntentMember member = new IntentMember();
        member.container = "aaaa000000000002";
        member.name = "node-2";
        member.status = IntentStatus.ACCEPTED;
        IntentStep placed = step(3, DECIDED, "container-placed", "on host n1");
        placed.container = "aaaa000000000002";

        IntentView view = IntentView.of(recorded(), List.of(placed), List.of(member));

        assertThat(view.steps()).containsExactly(new Step(3, DECIDED, "container-placed", "node-2", "on host n1"));
    }

    @Test
    void absentFieldsOfARecordedIntentAreOmitted() {
        JsonNode json = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .build()
                .valueToTree(IntentView.of(recorded(), List.of(), List.of()));

        assertThat(json.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("intent", "kind", "status", "actor", "steps", "recordedAt", "fingerprint");
    }

    private static IntentRow recorded() {
        IntentRow row = new IntentRow();
        row.id = ID;
        row.owner = "alice";
        row.actor = "account/alice";
        row.kind = "start-container";
        row.fingerprint = "f00d";
        row.status = IntentStatus.RECORDED;
        row.recordedAt = RECORDED;
        return row;
    }

    private static IntentStep step(long sequence, Instant at, String what, @Nullable String detail) {
        IntentStep step = new IntentStep();
        step.intent = ID;
        step.sequence = sequence;
        step.at = at;
        step.what = what;
        step.detail = detail;
        return step;
    }
}
