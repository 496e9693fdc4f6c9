package dcm.projection.rest;

import dcm.contract.identity.HostName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.HostSnapshot;
import dcm.projection.container.ContainerRow;
import dcm.rest.access.AccountRoles;
import dcm.rest.description.CommonParameters;
import dcm.rest.description.ErrorResponses;
import dcm.rest.entitytag.EntityTag;
import dcm.rest.host.HostCache;
import dcm.rest.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Queries about hosts, for administrators. */
@Path("/v1/hosts")
@Tag(name = "hosts")
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class HostQueries {
    private final HostCache hosts;
    private final EntityTag tag;

    HostQueries(HostCache hosts, EntityTag tag) {
        this.hosts = hosts;
        this.tag = tag;
    }

    /** All hosts. */
    @Schema(examples = "{\"items\": [" + HostView.EXAMPLE + "]}")
    public record AllHosts(List<HostView> items) {}

    @GET
    @Operation(operationId = "listHosts", summary = "List all hosts with their status, resources, usage and findings")
    public AllHosts list() {
        return new AllHosts(hosts.all().stream().map(HostQueries::view).toList());
    }

    @GET
    @Path("/{name}")
    @Operation(operationId = "getHost", summary = "Show a host", description = "The ETag is that of its labels.")
    @Extension(name = CommonParameters.TAGGED, value = "PUT /v1/hosts/{name}/labels")
    @Extension(name = ErrorResponses.CODES, value = "unknown-host")
    public HostView show(@PathParam("name") String name) {
        HostSnapshot host = hosts.find(new HostName(name))
                .orElseThrow(() -> new ProblemException(ErrorCode.UNKNOWN_HOST, "There is no host '" + name + "'."));
        tag.show(host.labels());
        return view(host);
    }

    private static HostView view(HostSnapshot host) {
        List<ContainerRow> containers = QuarkusTransaction.requiringNew()
                .call(() -> ContainerRow.onHost(host.name().value()));
        return HostView.of(host, containers, Instant.now());
    }
}
