package dcm.user.registry;

import dcm.contract.envelope.Message;
import dcm.contract.event.Event;
import dcm.contract.event.RegistryEvent.RegistryPermitted;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.RegistryName;
import dcm.contract.intent.RegistryIntent.ForbidRegistry;
import dcm.contract.intent.RegistryIntent.PermitRegistry;
import dcm.contract.snapshot.RegistrySnapshot;
import dcm.rest.access.AccountRoles;
import dcm.rest.catalog.CatalogCache;
import dcm.rest.description.ErrorResponses;
import dcm.rest.entitytag.EntityTag;
import dcm.rest.problem.RequiredBody;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The administrators' API for registries that users may pull from and push to. */
@Path("/v1/catalog/registries")
@Tag(name = "catalog")
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RegistryResource {
    private final CatalogCache catalog;
    private final AdminIntentSubmitter submitter;
    private final EntityTag tag;

    RegistryResource(CatalogCache catalog, AdminIntentSubmitter submitter, EntityTag tag) {
        this.catalog = catalog;
        this.submitter = submitter;
        this.tag = tag;
    }

    /** All permitted registries. */
    @Schema(examples = "{\"items\": [" + RegistryView.EXAMPLE + "]}")
    public record Registries(List<RegistryView> items) {}

    @GET
    @Operation(operationId = "listRegistries", summary = "List the permitted registries and how they are used, by name")
    public Registries list() {
        return new Registries(
                catalog.current().registries().stream().map(RegistryView::of).toList());
    }

    @PUT
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "permitRegistry",
            summary = "Permit a registry, or change how it is used",
            description = "DCM stores no credentials for registries: users send theirs with each pull and push.")
    @Extension(name = ErrorResponses.CODES, value = "precondition-failed")
    @APIResponse(
            responseCode = "200",
            description = "The permission is changed or unchanged",
            content = @Content(schema = @Schema(implementation = RegistryView.class)))
    @APIResponse(
            responseCode = "201",
            description = "The registry is permitted",
            content = @Content(schema = @Schema(implementation = RegistryView.class)))
    public Response permit(
            @PathParam("name") String name,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly,
            @Nullable RegistryRequest body) {
        RegistryRequest request = RequiredBody.of(body, "a JSON object, {} for the defaults");
        RegistryName registry = new RegistryName(name);
        PermitRegistry intent = request.toIntent(registry);
        Optional<RegistrySnapshot> earlier = catalog.current().registry(registry);
        tag.check(earlier);
        Message<Event> done = submitter.submit(AggregateId.CATALOG, intent, dryRunOnly);
        RegistrySnapshot permitted = new RegistrySnapshot(
                registry, intent.options(), false, done.envelope().time());
        if (done.payload() instanceof RegistryPermitted) {
            catalog.update(permitted);
        }
        return PutResponse.of(
                earlier.isEmpty(), "/v1/catalog/registries/" + registry, RegistryView.of(tag.show(permitted)));
    }

    @DELETE
    @Path("/{name}")
    @Operation(
            operationId = "forbidRegistry",
            summary = "Forbid a registry",
            description = "Pulls and pushes that have begun continue. Images that were pulled are not changed.")
    @Extension(name = ErrorResponses.CODES, value = "unknown-registry")
    @APIResponse(responseCode = "204", description = "The registry is forbidden")
    public void forbid(
            @PathParam("name") String name, @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly) {
        RegistryName registry = new RegistryName(name);
        Instant when = submitter
                .submit(AggregateId.CATALOG, new ForbidRegistry(registry), dryRunOnly)
                .envelope()
                .time();
        catalog.current().registry(registry).map(known -> known.forbid(when)).ifPresent(catalog::update);
    }
}
