package dcm.user.quarantine;

import dcm.contract.envelope.LogPosition;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.intent.QuarantineIntent;
import dcm.contract.intent.QuarantineIntent.DiscardRecord;
import dcm.contract.intent.QuarantineIntent.ReleaseRecord;
import dcm.contract.topic.Topic;
import dcm.rest.access.AccountRoles;
import dcm.rest.description.ErrorResponses;
import dcm.user.rest.AdminIntentSubmitter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The administrators' API that releases or discards records that admission could not process. */
@Path("/v1/quarantine/{position}")
@Tag(name = "quarantine")
@APIResponse(responseCode = "204", description = "Done")
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@RunOnVirtualThread
public class QuarantineResource {
    private final AdminIntentSubmitter submitter;

    QuarantineResource(AdminIntentSubmitter submitter) {
        this.submitter = submitter;
    }

    @POST
    @Path("/release")
    @Operation(
            operationId = "releaseRecord",
            summary = "Process a quarantined record again",
            description = "Use this after the cause is fixed, for example by an upgrade. If processing fails again, the"
                    + " record stays in quarantine.")
    @Extension(name = ErrorResponses.CODES, value = "unknown-record,record-unprocessable")
    public void release(@PathParam("position") String position) {
        ask(new ReleaseRecord(LogPosition.parse(position)));
    }

    @POST
    @Path("/discard")
    @Operation(
            operationId = "discardRecord",
            summary = "Discard a quarantined record",
            description = "The record is never processed. If it is a request, the request is rejected.")
    @Extension(name = ErrorResponses.CODES, value = "unknown-record")
    public void discard(@PathParam("position") String position) {
        ask(new DiscardRecord(LogPosition.parse(position)));
    }

    private void ask(QuarantineIntent intent) {
        int partition = intent.record().partition();
        if (partition >= Topic.INTENTS.partitions()) {
            throw new InvalidValueException("There is no partition " + partition + "; the highest is "
                    + (Topic.INTENTS.partitions() - 1) + ".");
        }
        submitter.submit(AggregateId.quarantine(partition), intent);
    }
}
