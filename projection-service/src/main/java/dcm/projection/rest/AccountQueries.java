package dcm.projection.rest;

import dcm.edge.access.AccountRoles;
import dcm.edge.access.Caller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
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
    private final Quotas quotas;

    AccountQueries(Caller caller, Quotas quotas) {
        this.caller = caller;
        this.quotas = quotas;
    }

    @GET
    @Operation(summary = "Show your account and its SSH keys")
    public AccountView show() {
        return AccountView.of(caller.account(), Instant.now());
    }

    @GET
    @Path("/quota")
    @Operation(
            summary = "Show what you have, and what you may have",
            description = "A limit is your account's own, or else your group's, or else everybody's.")
    public QuotaView quota() {
        return quotas.of(caller.account());
    }
}
