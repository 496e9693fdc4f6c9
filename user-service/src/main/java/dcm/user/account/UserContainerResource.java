package dcm.user.account;

import dcm.contract.identity.AggregateId;
import dcm.contract.identity.Handle;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.ContainerIntent.RecreateContainer;
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

/** The administrators' API for the containers of a removed host. */
@Path("/v1/users/{name}/containers/{handle}")
@Tag(name = "users")
@APIResponse(responseCode = "204", description = "Accepted")
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@RunOnVirtualThread
public class UserContainerResource {
    private final AdminIntentSubmitter submitter;

    UserContainerResource(AdminIntentSubmitter submitter) {
        this.submitter = submitter;
    }

    @POST
    @Path("/recreate")
    @Operation(
            operationId = "recreateUserContainer",
            summary = "Create a lost container of an account again",
            description = "As the owner's request to recreate it, see there. The answer does not wait until the"
                    + " container runs.")
    @Extension(
            name = ErrorResponses.CODES,
            value = "not-found,unknown-container,ambiguous-handle,wrong-state,preset-not-granted,quota-exceeded"
                    + ",image-missing,no-host,host-unreachable,account-suspended,account-removed")
    public void recreate(@PathParam("name") String name, @PathParam("handle") String handle) {
        submitter.submit(AggregateId.of(new OwnerName(name)), new RecreateContainer(new Handle(handle)));
    }
}
