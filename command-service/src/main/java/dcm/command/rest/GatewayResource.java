package dcm.command.rest;

import dcm.contract.identity.Handle;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.intent.AccountIntent.RecordSignIn;
import dcm.contract.intent.ContainerIntent.OpenTerminal;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.GatewaySecret;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints for what the gateways record in a user's name. They are no part of the API: otherwise a user could record sign-ins and
 * terminals that never happened.
 */
@Path("/gateways")
@RolesAllowed(AccountRoles.USER)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class GatewayResource {
    private final GatewaySecret secret;
    private final IntentSubmitter submitter;

    GatewayResource(GatewaySecret secret, IntentSubmitter submitter) {
        this.secret = secret;
        this.submitter = submitter;
    }

    /** The API gateway sends this when a browser has signed in to the web console. */
    @POST
    @Path("/sign-ins")
    @Operation(hidden = true)
    public Response signIn(@HeaderParam(GatewaySecret.HEADER) @Nullable String authentication) {
        secret.require(authentication);
        return submitter.submit(new RecordSignIn());
    }

    /** The SSH gateway sends this before it opens a terminal of the web console. */
    @POST
    @Path("/containers/{handle}/terminals")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Response terminal(
            @HeaderParam(GatewaySecret.HEADER) @Nullable String authentication,
            @PathParam("handle") String handle,
            @Nullable TerminalRequest request) {
        secret.require(authentication);
        if (request == null) {
            throw new InvalidValueException("user: The user in the container is required.");
        }
        return submitter.submit(new OpenTerminal(new Handle(handle), request.validUser()));
    }
}
