package dcm.projection.rest;

import dcm.rest.access.AccountRoles;
import dcm.rest.catalog.CatalogCache;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Queries about the registries that administrators permit. */
@Path("/v1/registries")
@Tag(name = "images")
@RolesAllowed(AccountRoles.USER)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RegistryQueries {
    private final CatalogCache catalog;

    RegistryQueries(CatalogCache catalog) {
        this.catalog = catalog;
    }

    @Schema(examples = "{\"items\": [" + PermittedRegistry.EXAMPLE + "]}")
    public record PermittedRegistries(List<PermittedRegistry> items) {}

    @GET
    @Operation(
            operationId = "listPermittedRegistries",
            summary = "List the registries that you may pull images from and push images to")
    public PermittedRegistries list() {
        return new PermittedRegistries(catalog.current().registries().stream()
                .map(PermittedRegistry::of)
                .toList());
    }
}
