package dcm.projection.rest;

import dcm.edge.access.AccountRoles;
import dcm.edge.access.Caller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Queries of the caller's own account. */
@Path("/v1/me")
@Tag(name = "me")
@RolesAllowed(AccountRoles.USER)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AccountQueries {
    private final Caller caller;

    AccountQueries(Caller caller) {
        this.caller = caller;
    }

    @GET
    @Operation(summary = "Show your account and its SSH keys")
    public AccountView show() {
        return AccountView.of(caller.account());
    }
}
