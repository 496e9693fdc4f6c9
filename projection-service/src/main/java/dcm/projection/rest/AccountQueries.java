package dcm.projection.rest;

import dcm.projection.replay.ViewProgress;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.Caller;
import dcm.rest.description.CommonParameters;
import dcm.rest.entitytag.EntityTag;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Queries about the caller's own account. */
@Path("/v1/me")
@Tag(name = "me")
@RolesAllowed(AccountRoles.USER)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AccountQueries {
    private final Caller caller;
    private final ViewProgress progress;
    private final Quotas quotas;
    private final AccountWarnings warnings;
    private final HomeSizes homeSizes;
    private final EntityTag tag;

    AccountQueries(
            Caller caller,
            ViewProgress progress,
            Quotas quotas,
            AccountWarnings warnings,
            HomeSizes homeSizes,
            EntityTag tag) {
        this.caller = caller;
        this.progress = progress;
        this.quotas = quotas;
        this.warnings = warnings;
        this.homeSizes = homeSizes;
        this.tag = tag;
    }

    @GET
    @Operation(operationId = "getOwnAccount", summary = "Show your account and its SSH keys")
    @Extension(name = CommonParameters.TAGGED, value = "PUT /v1/me/keys")
    public AccountView show() {
        progress.catchUp(caller.name());
        return AccountView.of(tag.show(caller.account()), Instant.now(), warnings.of(caller.account()));
    }

    @GET
    @Path("/quota")
    @Operation(
            operationId = "getOwnQuota",
            summary = "Show your usage and your limits",
            description = "Your account's own limit applies first, then your group's, then the limit of everybody. The"
                    + " size of your home directories is measured for this request if that takes at most a second.")
    public QuotaView quota() {
        progress.catchUp(caller.name());
        return quotas.of(caller.account(), homeSizes.now(caller.name()));
    }
}
