package dcm.command.rest;

import dcm.contract.intent.AccountIntent.RecordSignIn;
import dcm.rest.access.AccountRoles;
import dcm.rest.description.ErrorResponses;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Records the caller's sign-ins to the web console. */
@Path("/v1/me/sign-ins")
@Tag(name = "me")
@APIResponse(responseCode = "200", ref = IntentResponses.ACCOUNT_CHANGED)
@APIResponse(responseCode = "202", ref = IntentResponses.ACCEPTED)
@RolesAllowed(AccountRoles.USER)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class OwnSignInsResource {
    private final IntentSubmitter submitter;

    OwnSignInsResource(IntentSubmitter submitter) {
        this.submitter = submitter;
    }

    @POST
    @Operation(
            operationId = "recordOwnSignIn",
            summary = "Record that you have signed in to the web console",
            description = "The API gateway sends this in your name when a browser has signed in, so that the audit"
                    + " contains all sign-ins.")
    @Extension(name = ErrorResponses.CODES, value = OperationDescriptions.SIGN_IN)
    public Response record() {
        return submitter.submit(new RecordSignIn());
    }
}
