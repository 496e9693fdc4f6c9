package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.codec.Json;
import dcm.contract.view.AuditResult;
import dcm.projection.audit.AuditRow;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An entry of the audit view. */
@Schema(examples = AuditEntry.EXAMPLE)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditEntry(
        @Schema(description = "Id of the intent") String id,

        Instant at,

        @Schema(
                description = "account/NAME, installation for the installation, admission for automatic actions",
                examples = "account/admin")
        String actor,

        @Schema(description = "Account that the action is about; absent for hosts, groups, presets and base images")
        @Nullable
        String account,

        @Schema(
                description = "Host, group or preset that the action is about; absent for an account",
                examples = "host/n1")
        @Nullable
        String subject,

        @Schema(description = "Requested action", examples = "suspend-account") @Nullable
        String action,

        @Schema(description = "Parameters of the action", type = SchemaType.OBJECT) @Nullable
        Map<String, Object> request,

        @Schema(description = "Network address of the client", examples = "192.0.2.7") @Nullable
        String from,

        @Schema(
                description = "Result. recorded: not decided yet; accepted: not complete yet",
                enumeration = {"recorded", "accepted", "done", "refused", "failed"})
        AuditResult result,

        @Schema(description = "Error code of a rejection or failure", examples = "quota-exceeded") @Nullable
        String code,

        @Schema(description = "What the code means, in a few words", examples = "Quota exceeded") @Nullable
        String title,

        @Nullable String detail,

        @Nullable Instant endedAt) {
    /** An example response. */
    public static final String EXAMPLE = """
            {"id": "0193a5c2-7b1e-7c3d-8a4b-5c6d7e8f9a0b", "at": "2026-11-25T15:00:00Z", "actor": "account/admin",
             "account": "alice", "action": "suspend-account", "request": {"reason": "Please talk to us", "stopContainers": true},
             "from": "192.0.2.7", "result": "done", "endedAt": "2026-11-25T15:00:01Z"}""";

    static AuditEntry of(AuditRow row) {
        return new AuditEntry(
                row.id,
                row.at,
                row.actor,
                row.account,
                row.subject,
                row.action,
                row.request == null ? null : fields(row.request),
                row.origin,
                row.result,
                row.problemCode == null ? null : row.problemCode.code(),
                row.problemCode == null ? null : row.problemCode.title(),
                row.problemDetail,
                row.endedAt);
    }

    @SuppressWarnings("unchecked") // a record is written as an object
    private static Map<String, Object> fields(String request) {
        return Json.parse(request, Map.class);
    }
}
