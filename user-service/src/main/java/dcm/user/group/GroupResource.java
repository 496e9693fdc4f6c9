package dcm.user.group;

import dcm.contract.identity.AggregateId;
import dcm.contract.identity.GroupName;
import dcm.contract.intent.GroupIntent.DefineGroup;
import dcm.contract.intent.GroupIntent.RemoveGroup;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.GroupSnapshot;
import dcm.rest.access.AccountCache;
import dcm.rest.access.AccountRoles;
import dcm.rest.catalog.CatalogCache;
import dcm.rest.description.ErrorResponses;
import dcm.rest.entitytag.EntityTag;
import dcm.rest.problem.ProblemException;
import dcm.user.rest.AdminIntentSubmitter;
import dcm.user.rest.PutResponse;
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
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The administrators' API for groups of accounts. */
@Path("/v1/catalog/groups")
@Tag(name = "catalog")
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class GroupResource {
    private final CatalogCache catalog;
    private final AccountCache accounts;
    private final AdminIntentSubmitter submitter;
    private final EntityTag tag;

    GroupResource(CatalogCache catalog, AccountCache accounts, AdminIntentSubmitter submitter, EntityTag tag) {
        this.catalog = catalog;
        this.accounts = accounts;
        this.submitter = submitter;
        this.tag = tag;
    }

    @Schema(examples = "{\"items\": [" + GroupView.EXAMPLE + "]}")
    public record Groups(List<GroupView> items) {}

    @GET
    @Operation(operationId = "listGroups", summary = "List all groups and their members, by name")
    public Groups list() {
        return new Groups(catalog.current().groups().stream()
                .map(group -> GroupView.of(group, accounts.all()))
                .toList());
    }

    @GET
    @Path("/{name}")
    @Operation(operationId = "getGroup", summary = "Show a group and its members")
    @Extension(name = ErrorResponses.CODES, value = "unknown-group")
    public GroupView show(@PathParam("name") String name) {
        return catalog.current()
                .group(new GroupName(name))
                .map(group -> GroupView.of(tag.show(group), accounts.all()))
                .orElseThrow(() -> new ProblemException(ErrorCode.UNKNOWN_GROUP, "There is no group '" + name + "'."));
    }

    @PUT
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "defineGroup",
            summary = "Create or change a group",
            description = "Replaces the description and the limits. Grants and members stay unchanged. The group"
                    + " everybody always exists, and all accounts are members.")
    @Extension(name = ErrorResponses.CODES, value = "precondition-failed")
    @APIResponse(
            responseCode = "200",
            description = "The group is changed or unchanged",
            content = @Content(schema = @Schema(implementation = GroupView.class)))
    @APIResponse(
            responseCode = "201",
            description = "The group is created",
            content = @Content(schema = @Schema(implementation = GroupView.class)))
    public Response define(
            @PathParam("name") String name,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly,
            @RequestBody(required = false) @Nullable GroupRequest request) {
        GroupName group = new GroupName(name);
        DefineGroup intent = (request == null ? GroupRequest.PLAIN : request).toIntent(group);
        Optional<GroupSnapshot> earlier = catalog.current().group(group);
        tag.check(earlier);
        Instant when = submitter
                .submit(AggregateId.CATALOG, intent, dryRunOnly)
                .envelope()
                .time();
        catalog.update(catalog.current()
                .group(group)
                .orElseGet(() -> GroupSnapshot.empty(group))
                .define(intent.description(), intent.quota(), when));
        return PutResponse.of(earlier.isEmpty(), "/v1/catalog/groups/" + group, show(name));
    }

    @DELETE
    @Path("/{name}")
    @Operation(
            operationId = "removeGroup",
            summary = "Remove a group without members",
            description = "Its limits and grants are removed too.")
    @Extension(name = ErrorResponses.CODES, value = "unknown-group,group-in-use")
    public void remove(
            @PathParam("name") String name, @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly) {
        GroupName group = new GroupName(name);
        Instant when = submitter
                .submit(AggregateId.CATALOG, new RemoveGroup(group), dryRunOnly)
                .envelope()
                .time();
        catalog.current().group(group).ifPresent(known -> catalog.update(known.remove(when)));
    }
}
