package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.projection.intent.IntentRow;
import dcm.projection.intent.IntentStep;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An intent as the person it was for sees it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IntentView(
        @Schema(description = "The intent's id") String intent,

        @Schema(description = "What was asked for, such as create-container") @Nullable
        String kind,

        @Schema(enumeration = {"recorded", "accepted", "done", "rejected", "failed"})
        String status,

        @Nullable String container,
        @Nullable Problem problem,
        List<Step> steps,
        @Nullable Instant recordedAt,
        @Nullable Instant decidedAt,
        @Nullable Instant endedAt,
        @Nullable Long sequence,

        @Schema(description = "Equal for requests that ask for the same") @Nullable
        String fingerprint) {

    /** Why it was rejected or failed. */
    public record Problem(String code, String detail) {}

    /** Something that happened on its way. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Step(
            long sequence,
            Instant at,
            String what,
            @Nullable String detail) {}

    static IntentView of(IntentRow row, List<IntentStep> steps) {
        return new IntentView(
                row.id,
                row.kind,
                row.status,
                row.container,
                row.problemCode == null || row.problemDetail == null
                        ? null
                        : new Problem(row.problemCode, row.problemDetail),
                steps.stream()
                        .map(step -> new Step(step.sequence, step.at, step.what, step.detail))
                        .toList(),
                row.recordedAt,
                row.decidedAt,
                row.endedAt,
                row.sequence,
                row.fingerprint);
    }
}
