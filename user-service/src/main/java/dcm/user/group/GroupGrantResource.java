package dcm.user.group;

import dcm.contract.identity.AggregateId;
import dcm.contract.identity.GroupName;
import dcm.contract.intent.GroupIntent.GrantPresetToGroup;
import dcm.contract.intent.GroupIntent.RevokePresetFromGroup;
import dcm.contract.preset.Grant;
import dcm.contract.preset.PresetName;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.Caller;
import dcm.rest.catalog.CatalogCache;
import dcm.rest.description.ErrorResponses;
import dcm.user.grant.GrantRequest;
import dcm.user.grant.GrantView;
import dcm.user.rest.AdminIntentSubmitter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The administrators' API for grants to all members of a group. */
@Path("/v1/catalog/groups/{name}/grants/{preset}")
@Tag(name = "catalog")
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class GroupGrantResource {
    private final CatalogCache catalog;
    private final Caller caller;
    private final AdminIntentSubmitter submitter;

    GroupGrantResource(CatalogCache catalog, Caller caller, AdminIntentSubmitter submitter) {
        this.catalog = catalog;
        this.caller = caller;
        this.submitter = submitter;
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "grantPresetToGroup",
            summary = "Grant a preset to a group",
            description = "Replaces an earlier grant of the preset. The grant also applies to later members.")
    @Extension(name = ErrorResponses.CODES, value = "unknown-group,unknown-preset")
    public GrantView grant(
            @PathParam("name") String name,
            @PathParam("preset") String preset,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly,
            @RequestBody(required = false) @Nullable GrantRequest request) {
        GroupName group = new GroupName(name);
        GrantRequest asked = request == null ? GrantRequest.PLAIN : request;
        Grant grant = asked.toGrant(new PresetName(preset), caller.actor(), Instant.now());
        Instant when = submitter
                .submit(
                        AggregateId.CATALOG,
                        new GrantPresetToGroup(group, grant.preset(), grant.until(), grant.note(), grant.grantedBy()),
                        dryRunOnly)
                .envelope()
                .time();
        Grant granted = new Grant(grant.preset(), grant.until(), grant.note(), grant.grantedBy(), when);
        catalog.current().group(group).ifPresent(known -> catalog.update(known.with(granted, when)));
        return GrantView.of(granted);
    }

    @DELETE
    @Operation(
            operationId = "revokePresetFromGroup",
            summary = "Revoke a preset from a group",
            description =
                    "Members with their own grant may still use the preset. For the others, running containers keep"
                            + " running, but stopped containers cannot be started.")
    @Extension(name = ErrorResponses.CODES, value = "unknown-group,not-found")
    public void revoke(
            @PathParam("name") String name,
            @PathParam("preset") String preset,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly) {
        GroupName group = new GroupName(name);
        PresetName which = new PresetName(preset);
        Instant when = submitter
                .submit(AggregateId.CATALOG, new RevokePresetFromGroup(group, which), dryRunOnly)
                .envelope()
                .time();
        catalog.current().group(group).ifPresent(known -> catalog.update(known.without(which, when)));
    }
}
