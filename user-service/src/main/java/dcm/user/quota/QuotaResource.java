package dcm.user.quota;

import dcm.contract.identity.AggregateId;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.AccountIntent.SetQuota;
import dcm.contract.quota.Quota;
import dcm.rest.access.AccountCache;
import dcm.rest.access.AccountRoles;
import dcm.rest.description.ErrorResponses;
import dcm.rest.entitytag.EntityTag;
import dcm.rest.problem.RequiredBody;
import dcm.user.rest.AdminIntentSubmitter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The administrators' API for an account's own limits. */
@Path("/v1/users/{name}/quota")
@Tag(name = "users")
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class QuotaResource {
    private final AccountCache accounts;
    private final AdminIntentSubmitter submitter;
    private final EntityTag tag;

    QuotaResource(AccountCache accounts, AdminIntentSubmitter submitter, EntityTag tag) {
        this.accounts = accounts;
        this.submitter = submitter;
        this.tag = tag;
    }

    @GET
    @Operation(
            operationId = "getUserQuota",
            summary = "Show the limits of an account",
            description = "/v1/quotas shows the limits that apply, including those of groups, and the usage.")
    @Extension(name = ErrorResponses.CODES, value = "not-found")
    public QuotaLimits show(@PathParam("name") String name) {
        return QuotaLimits.of(tag.show(accounts.get(new OwnerName(name))).quota());
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "setUserQuota",
            summary = "Set the limits of an account",
            description = "Replaces the earlier limits of the account. With {}, only the limits of its group and of"
                    + " everybody apply. A limit below the current usage removes nothing, but permits no further use.")
    @Extension(name = ErrorResponses.CODES, value = "not-found,precondition-failed")
    public QuotaLimits set(
            @PathParam("name") String name,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly,
            @Nullable QuotaLimits body) {
        QuotaLimits limits = RequiredBody.of(body, "a JSON object with limits");
        Quota quota = limits.toQuota();
        OwnerName owner = new OwnerName(name);
        tag.check(accounts.find(owner));
        submitter.submit(AggregateId.of(owner), new SetQuota(quota), dryRunOnly);
        return QuotaLimits.of(quota);
    }
}
