package dcm.projection.rest;

import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.Catalog;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.Caller;
import dcm.rest.catalog.CatalogCache;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Queries about the presets that the caller may use. */
@Path("/v1/presets")
@Tag(name = "presets")
@RolesAllowed(AccountRoles.USER)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PresetQueries {
    private final Caller caller;
    private final CatalogCache catalog;

    PresetQueries(Caller caller, CatalogCache catalog) {
        this.caller = caller;
        this.catalog = catalog;
    }

    @Schema(examples = "{\"items\": [" + GrantedPreset.EXAMPLE + "]}")
    public record Presets(List<GrantedPreset> items) {}

    @GET
    @Operation(operationId = "listGrantedPresets", summary = "List the presets that you may use now, and until when")
    public Presets list() {
        return new Presets(granted(caller.account(), Instant.now()));
    }

    private List<GrantedPreset> granted(AccountSnapshot account, Instant now) {
        Catalog current = catalog.current();
        return current.presets().stream()
                .filter(preset -> !preset.retired())
                .flatMap(preset ->
                        current
                                .grant(account, preset.name(), now)
                                .map(grant -> GrantedPreset.of(preset, grant))
                                .stream())
                .toList();
    }
}
