package dcm.projection.rest;

import dcm.contract.envelope.LogPosition;
import dcm.contract.problem.ErrorCode;
import dcm.projection.quarantine.QuarantineRow;
import dcm.rest.access.AccountRoles;
import dcm.rest.description.ErrorResponses;
import dcm.rest.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Queries about records that admission could not process, for administrators. */
@Path("/v1/quarantine")
@Tag(name = "quarantine")
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class QuarantineQueries {
    /** All records in quarantine. */
    @Schema(examples = "{\"items\": [" + QuarantinedRecord.EXAMPLE + "]}")
    public record AllQuarantined(List<QuarantinedRecord> items) {}

    @GET
    @Operation(
            operationId = "listQuarantinedRecords",
            summary = "List the records in quarantine, the oldest first",
            description =
                    "Requests and reports that admission could not read or decide. They have had no effect. Release or"
                            + " discard each of them.")
    public AllQuarantined list() {
        return new AllQuarantined(QuarkusTransaction.requiringNew()
                .call(() -> QuarantineRow.quarantined().stream()
                        .map(QuarantinedRecord::of)
                        .toList()));
    }

    @GET
    @Path("/{position}")
    @Operation(operationId = "getQuarantinedRecord", summary = "Show a record in quarantine, with its content")
    @Extension(name = ErrorResponses.CODES, value = "unknown-record")
    public QuarantinedRecord show(@PathParam("position") String position) {
        LogPosition record = LogPosition.parse(position);
        return QuarkusTransaction.requiringNew()
                .call(() -> QuarantineRow.quarantined(record.toString()).map(QuarantinedRecord::withContent))
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.UNKNOWN_RECORD, "There is no record " + record + " in quarantine."));
    }
}
