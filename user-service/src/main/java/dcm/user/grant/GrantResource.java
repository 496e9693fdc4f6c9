package dcm.user.grant;

import dcm.contract.identity.AggregateId;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.AccountIntent.GrantPreset;
import dcm.contract.intent.AccountIntent.RevokePreset;
import dcm.contract.preset.Grant;
import dcm.contract.preset.PresetName;
import dcm.rest.access.AccountCache;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.Caller;
import dcm.rest.description.ErrorResponses;
import dcm.user.rest.AdminIntentSubmitter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The administrators' API for an account's grants. */
@Path("/v1/users/{name}/grants")
@Tag(name = "users")
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class GrantResource {
    private final AccountCache accounts;
    private final Caller caller;
    private final AdminIntentSubmitter submitter;

    GrantResource(AccountCache accounts, Caller caller, AdminIntentSubmitter submitter) {
        this.accounts = accounts;
        this.caller = caller;
        this.submitter = submitter;
    }

    /** All grants of an account. */
    @Schema(examples = "{\"items\": [" + GrantView.EXAMPLE + "]}")
    public record Grants(List<GrantView> items) {}

    @GET
    @Operation(operationId = "listGrants", summary = "List an account's grants, including ended ones")
    @Extension(name = ErrorResponses.CODES, value = "not-found")
    public Grants list(@PathParam("name") String name) {
        return new Grants(accounts.get(new OwnerName(name)).grants().stream()
                .map(GrantView::of)
                .toList());
    }

    @PUT
    @Path("/{preset}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "grantPreset",
            summary = "Grant a preset to an account",
            description =
                    "Replaces an earlier grant of the preset. A container with the preset can be started only while"
                            + " there is a grant.")
    @Extension(name = ErrorResponses.CODES, value = "not-found,unknown-preset")
    public GrantView grant(
            @PathParam("name") String name,
            @PathParam("preset") String preset,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly,
            @RequestBody(required = false) @Nullable GrantRequest request) {
        Grant grant = (request == null ? GrantRequest.PLAIN : request)
                .toGrant(new PresetName(preset), caller.actor(), Instant.now());
        GrantPreset intent = new GrantPreset(grant.preset(), grant.until(), grant.note(), grant.grantedBy());
        Instant decidedAt = submitter
                .submit(AggregateId.of(new OwnerName(name)), intent, dryRunOnly)
                .envelope()
                .time();
        return GrantView.of(new Grant(grant.preset(), grant.until(), grant.note(), grant.grantedBy(), decidedAt));
    }

    @DELETE
    @Path("/{preset}")
    @Operation(
            operationId = "revokePreset",
            summary = "Revoke a preset from an account",
            description = "Running containers with the preset keep running. Stopped containers cannot be started.")
    @Extension(name = ErrorResponses.CODES, value = "not-found")
    public void revoke(
            @PathParam("name") String name,
            @PathParam("preset") String preset,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly) {
        submitter.submit(AggregateId.of(new OwnerName(name)), new RevokePreset(new PresetName(preset)), dryRunOnly);
    }
}
