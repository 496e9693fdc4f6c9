package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.Actor;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.view.IntentStatus;
import dcm.projection.intent.IntentMember;
import dcm.projection.intent.IntentRow;
import dcm.projection.rest.IntentView.Member;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An intent in a list: who requested what, and how it ended. */
@Schema(examples = IntentEntry.EXAMPLE)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IntentEntry(
        @Schema(description = "Id of the intent") String intent,

        @Schema(description = "Account that the request is about", examples = "alice")
        String account,

        @Schema(
                description = "Who requested it: account/NAME, or admission for automatic follow-up requests",
                examples = "account/alice")
        String actor,

        @Schema(description = "Requested operation", examples = "create-container")
        String request,

        @Schema(description = "Handle or name in the request, if any", examples = "web") @Nullable
        String target,

        @Schema(description = "Id of the container, once it is known", examples = "5d60be7410595ad1") @Nullable
        String container,

        @Schema(enumeration = {"recorded", "accepted", "done", "rejected", "failed"})
        IntentStatus status,

        Instant requestedAt,
        @Nullable Instant decidedAt,
        @Nullable Instant finishedAt,

        @Schema(description = "Network address of the client", examples = "192.0.2.7") @Nullable
        String from,

        @Schema(description = "Id of the record that caused an automatic follow-up request") @Nullable
        String cause,

        @Schema(description = "Why the request was rejected or failed") @Nullable
        IntentProblem problem,

        @Schema(description = "With count: each container") @Nullable
        List<Member> containers) {
    /** An example response. */
    public static final String EXAMPLE = """
            {"intent": "01a21359-470c-779a-a8e2-e13d6dfe8dfe", "account": "alice", "actor": "account/alice",
             "request": "create-container", "target": "web", "status": "rejected", "requestedAt": "2026-11-25T15:00:00.010Z",
             "decidedAt": "2026-11-25T15:00:00.020Z", "finishedAt": "2026-11-25T15:00:00.020Z", "from": "192.0.2.7",
             "problem": {"code": "quota-exceeded", "detail": "Your account can have 10 containers and has 10. Remove one.",
              "numbers": {"asked": 1, "limit": 10, "used": 10}}}""";

    /**
     * The entry of an intent.
     *
     * @param members with count: the containers; otherwise empty
     * @param viewer who gets the list. Users see the network addresses of their own requests only
     */
    static IntentEntry of(IntentRow row, List<IntentMember> members, AccountSnapshot viewer) {
        boolean seesAddress = viewer.role() == Role.ADMINISTRATOR
                || Actor.account(viewer.name()).toString().equals(row.actor);
        return new IntentEntry(
                row.id,
                row.owner,
                row.actor,
                String.valueOf(row.kind),
                row.target,
                row.container,
                row.status,
                row.at,
                row.decidedAt,
                row.endedAt,
                seesAddress ? row.origin : null,
                row.cause,
                IntentProblem.of(row),
                members.isEmpty() ? null : members.stream().map(Member::of).toList());
    }
}
