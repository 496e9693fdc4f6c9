package dcm.user.preset;

import dcm.contract.envelope.Message;
import dcm.contract.event.Event;
import dcm.contract.event.PresetEvent.PresetDefined;
import dcm.contract.identity.AggregateId;
import dcm.contract.intent.PresetIntent.DefinePreset;
import dcm.contract.intent.PresetIntent.RetirePreset;
import dcm.contract.preset.PresetName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.PresetSnapshot;
import dcm.rest.access.AccountCache;
import dcm.rest.access.AccountRoles;
import dcm.rest.catalog.CatalogCache;
import dcm.rest.description.ErrorResponses;
import dcm.rest.entitytag.EntityTag;
import dcm.rest.problem.ProblemException;
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

/** The administrators' API for presets. */
@Path("/v1/catalog/presets")
@Tag(name = "catalog")
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PresetResource {
    private final CatalogCache catalog;
    private final AccountCache accounts;
    private final AdminIntentSubmitter submitter;
    private final EntityTag tag;

    PresetResource(CatalogCache catalog, AccountCache accounts, AdminIntentSubmitter submitter, EntityTag tag) {
        this.catalog = catalog;
        this.accounts = accounts;
        this.submitter = submitter;
        this.tag = tag;
    }

    @Schema(examples = "{\"items\": [" + PresetView.EXAMPLE + "]}")
    public record AllPresets(List<PresetView> items) {}

    @GET
    @Operation(operationId = "listPresets", summary = "List all presets and their grants, by name")
    public AllPresets list() {
        return new AllPresets(
                catalog.current().presets().stream().map(this::view).toList());
    }

    @GET
    @Path("/{name}")
    @Operation(operationId = "getPreset", summary = "Show a preset and its grants")
    @Extension(name = ErrorResponses.CODES, value = "unknown-preset")
    public PresetView show(@PathParam("name") String name) {
        return view(tag.show(catalog.current()
                .preset(new PresetName(name))
                .orElseThrow(
                        () -> new ProblemException(ErrorCode.UNKNOWN_PRESET, "There is no preset '" + name + "'."))));
    }

    @PUT
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "definePreset",
            summary = "Create a preset or a new version",
            description =
                    "A preset can be used only after it is granted. A new version applies to new containers. A request"
                            + " with unchanged options creates no new version.")
    @Extension(name = ErrorResponses.CODES, value = "name-taken,preset-conflict,precondition-failed")
    @APIResponse(
            responseCode = "200",
            description = "The preset is changed or unchanged",
            content = @Content(schema = @Schema(implementation = PresetView.class)))
    @APIResponse(
            responseCode = "201",
            description = "The preset is created",
            content = @Content(schema = @Schema(implementation = PresetView.class)))
    public Response define(
            @PathParam("name") String name,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly,
            @Nullable PresetRequest body) {
        PresetRequest request = RequiredBody.of(body, "a JSON object with at least the field options");
        PresetName preset = new PresetName(name);
        DefinePreset intent = request.toIntent(preset);
        Optional<PresetSnapshot> earlier = catalog.current().preset(preset);
        tag.check(earlier);
        Message<Event> defined = submitter.submit(AggregateId.CATALOG, intent, dryRunOnly);
        if (defined.payload() instanceof PresetDefined event) {
            catalog.update(new PresetSnapshot(
                    preset,
                    event.version(),
                    event.description(),
                    event.options(),
                    false,
                    defined.envelope().time()));
        }
        return PutResponse.of(earlier.isEmpty(), "/v1/catalog/presets/" + preset, show(name));
    }

    @DELETE
    @Path("/{name}")
    @Operation(
            operationId = "retirePreset",
            summary = "Retire a preset",
            description =
                    "No new containers can use the preset, and its name cannot be reused. Existing containers keep it.")
    @Extension(name = ErrorResponses.CODES, value = "unknown-preset")
    public PresetView retire(
            @PathParam("name") String name, @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly) {
        PresetName preset = new PresetName(name);
        Instant retiredAt = submitter
                .submit(AggregateId.CATALOG, new RetirePreset(preset), dryRunOnly)
                .envelope()
                .time();
        catalog.current()
                .preset(preset)
                .filter(known -> !known.retired())
                .map(known -> new PresetSnapshot(
                        preset, known.version(), known.description(), known.options(), true, retiredAt))
                .ifPresent(catalog::update);
        return show(name);
    }

    private PresetView view(PresetSnapshot preset) {
        return PresetView.of(preset, catalog.current().groups(), accounts.all(), Instant.now());
    }
}
