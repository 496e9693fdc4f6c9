package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.HostName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.quota.ResourceUsage;
import dcm.contract.snapshot.HostSnapshot;
import dcm.projection.usage.ContainerUsage;
import dcm.rest.access.AccountRoles;
import dcm.rest.description.CommonParameters;
import dcm.rest.description.ErrorResponses;
import dcm.rest.entitytag.EntityTag;
import dcm.rest.host.HostCache;
import dcm.rest.listing.ListOrder;
import dcm.rest.listing.ListPage;
import dcm.rest.listing.ListRequest;
import dcm.rest.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Queries about hosts, for administrators. */
@Path("/v1/hosts")
@Tag(name = "hosts")
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class HostQueries {
    private static final ListOrder<HostView> ORDER = ListOrder.byName(HostView::name)
            .text("state", host -> host.status().value())
            .number("cpus", HostView::cpus)
            .number("memoryMiB", host -> BigDecimal.valueOf(host.memoryMiB()))
            .number("containers", host -> BigDecimal.valueOf(host.use().containers()))
            .number("usedCpus", host -> host.use().cpus())
            .number("usedMemoryMiB", host -> BigDecimal.valueOf(host.use().memoryMiB()));

    private final HostCache hosts;
    private final EntityTag tag;

    HostQueries(HostCache hosts, EntityTag tag) {
        this.hosts = hosts;
        this.tag = tag;
    }

    /**
     * A page of hosts.
     *
     * @param next the cursor of the next page; absent on the last page
     * @param total the number of hosts on all pages
     */
    @Schema(examples = "{\"items\": [" + HostView.EXAMPLE + "], \"total\": 1}")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AllHosts(
            List<HostView> items,
            @Nullable String next,

            @Schema(description = "Number of hosts on all pages")
            long total) {}

    @GET
    @Operation(operationId = "listHosts", summary = "List hosts with their status, resources, usage and findings")
    public AllHosts list(
            @Parameter(description = "Maximum number of hosts, up to 500. Default: all of them")
                    @QueryParam("limit")
                    @Nullable
                    Integer limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "Part of the name, a label or an address", example = "gpu")
                    @QueryParam("q")
                    @Nullable
                    String text,
            @Parameter(description = "live, unreachable, cordoned, draining or drained", example = "live")
                    @QueryParam("state")
                    @Nullable
                    String state,
            @Parameter(description = "A label of the host", example = "gpu") @QueryParam("label") @Nullable
                    String label,
            @Parameter(
                            description = "name, state, cpus, memoryMiB, or what is used: containers, usedCpus or"
                                    + " usedMemoryMiB, with - before it for descending order. Default: name",
                            example = "-containers")
                    @QueryParam("sort")
                    @Nullable
                    String sort) {
        HostFilter filter = HostFilter.of(text, state, label, Instant.now());
        List<HostSnapshot> selected = hosts.all().stream().filter(filter).toList();
        ListPage<HostView> page = ORDER.page(views(selected), new ListRequest(sort, cursor, limit));
        return new AllHosts(page.items(), page.next(), page.total());
    }

    private static List<HostView> views(List<HostSnapshot> selected) {
        List<String> names = selected.stream().map(host -> host.name().value()).toList();
        Map<String, ResourceUsage> usage = QuarkusTransaction.requiringNew().call(() -> ContainerUsage.byHost(names));
        Instant now = Instant.now();
        return selected.stream()
                .map(host -> HostView.of(host, usage.getOrDefault(host.name().value(), ResourceUsage.NONE), now))
                .toList();
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
        return views(List.of(host)).getFirst();
    }
}
