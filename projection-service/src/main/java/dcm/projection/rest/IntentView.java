package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.view.IntentStatus;
import dcm.projection.intent.IntentMember;
import dcm.projection.intent.IntentRow;
import dcm.projection.intent.IntentStep;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An intent as its owner sees it. */
@Schema(examples = """
                {"intent": "01a21359-470c-779a-a8e2-e13d6dfe8dfe", "kind": "create-container", "status": "done",
                 "actor": "account/alice", "target": "web", "container": "5d60be7410595ad1",
                 "steps": [
                  {"sequence": 3, "at": "2026-11-25T15:00:00.020Z", "what": "container-placed", "detail": "on host n1"},
                  {"sequence": 4, "at": "2026-11-25T15:00:00.420Z", "what": "container-started"}],
                 "recordedAt": "2026-11-25T15:00:00.010Z", "decidedAt": "2026-11-25T15:00:00.020Z",
                 "endedAt": "2026-11-25T15:00:00.420Z", "sequence": 4,
                 "fingerprint": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}""")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IntentView(
        @Schema(description = "Id of the intent") String intent,

        @Schema(description = "Requested action, such as create-container") @Nullable
        String kind,

        @Schema(enumeration = {"recorded", "accepted", "done", "rejected", "failed"})
        IntentStatus status,

        @Schema(
                description = "Who requested it: account/NAME, or admission for automatic follow-up requests",
                examples = "account/alice")
        String actor,

        @Schema(description = "Handle or name in the request, if any", examples = "web") @Nullable
        String target,

        @Nullable String container,

        @Schema(description = "With count: each container") @Nullable
        List<Member> containers,

        @Schema(description = "Why the request was rejected or failed") @Nullable
        IntentProblem problem,

        List<Step> steps,
        @Nullable Instant recordedAt,
        @Nullable Instant decidedAt,
        @Nullable Instant endedAt,
        @Nullable Long sequence,

        @Schema(description = "Equal for identical requests") @Nullable
        String fingerprint) {

    /** Why a container of the intent failed. */
    public record Reason(String code, String detail) {
        private static @Nullable Reason of(IntentMember member) {
            return member.problemCode == null || member.problemDetail == null
                    ? null
                    : new Reason(member.problemCode.code(), member.problemDetail);
        }
    }

    /** One of several containers of the intent. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Member(
            String container,
            String name,

            @Schema(enumeration = {"accepted", "done", "failed"})
            IntentStatus status,

            @Nullable Reason problem) {
        static Member of(IntentMember member) {
            return new Member(member.container, member.name, member.status, Reason.of(member));
        }
    }

    /** A step of the intent's progress. */
    @Schema(examples = """
                    {"sequence": 3, "at": "2026-11-25T15:00:00.020Z", "what": "container-placed", "detail": "on host n1"}""")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Step(
            long sequence,
            Instant at,
            String what,

            @Schema(description = "With count: the name of the container") @Nullable
            String name,

            @Nullable String detail) {}

    static IntentView of(IntentRow row, List<IntentStep> steps, List<IntentMember> members) {
        Map<String, String> names =
                members.stream().collect(Collectors.toMap(member -> member.container, member -> member.name));
        return new IntentView(
                row.id,
                row.kind,
                row.status,
                row.actor,
                row.target,
                row.container,
                members.isEmpty() ? null : members.stream().map(Member::of).toList(),
                IntentProblem.of(row),
                steps.stream()
                        .map(step ->
                                new Step(step.sequence, step.at, step.what, names.get(step.container), step.detail))
                        .toList(),
                row.recordedAt,
                row.decidedAt,
                row.endedAt,
                row.sequence,
                row.fingerprint);
    }
}
