package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.HostName;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.projection.container.ContainerRow;
import dcm.projection.container.Cursor;
import dcm.projection.port.PortRow;
import dcm.projection.replay.ViewProgress;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.Caller;
import dcm.rest.description.ErrorResponses;
import dcm.rest.host.HostCache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Queries about the caller's containers. */
@Path("/v1/containers")
@Tag(name = "containers")
@RolesAllowed(AccountRoles.USER)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ContainerQueries {
    private static final int MAX_PAGE = 500;

    private final Caller caller;
    private final ViewProgress progress;
    private final HostCache hosts;

    ContainerQueries(Caller caller, ViewProgress progress, HostCache hosts) {
        this.caller = caller;
        this.progress = progress;
        this.hosts = hosts;
    }

    /**
     * A page of containers.
     *
     * @param next the cursor of the next page; absent on the last page
     */
    @Schema(name = "ContainerPage", examples = "{\"items\": [" + ContainerView.EXAMPLE + "]}")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(List<ContainerView> items, @Nullable String next) {}

    @GET
    @Operation(operationId = "listContainers", summary = "List your containers, the newest first")
    public Page list(
            @QueryParam("after") @Nullable Long after,
            @Parameter(description = "Maximum number of containers, up to 500")
                    @QueryParam("limit")
                    @DefaultValue("100")
                    int limit,
            @QueryParam("cursor") @Nullable String cursor) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new InvalidValueException("limit: A number from 1 to " + MAX_PAGE + "; got " + limit + ".");
        }
        OwnerName owner = caller.name();
        Cursor from = cursor == null ? null : Cursor.parse(cursor);
        progress.catchUp(owner, after);
        List<ContainerRow> rows = new ArrayList<>();
        Map<String, List<PortRow>> ports = new HashMap<>();
        QuarkusTransaction.requiringNew().run(() -> {
            rows.addAll(ContainerRow.page(owner.value(), from, limit + 1));
            ports.putAll(PortRow.of(owner.value()).stream().collect(Collectors.groupingBy(port -> port.container)));
        });
        boolean more = rows.size() > limit;
        List<ContainerRow> page = more ? rows.subList(0, limit) : rows;
        String next = more ? new Cursor(page.getLast().createdAt, page.getLast().id).toString() : null;
        return new Page(
                page.stream()
                        .map(row -> view(row, ports.getOrDefault(row.id, List.of())))
                        .toList(),
                next);
    }

    @GET
    @Path("/{handle}")
    @Operation(operationId = "getContainer", summary = "Show one of your containers")
    @Extension(name = ErrorResponses.CODES, value = "unknown-container,ambiguous-handle")
    public ContainerView show(@PathParam("handle") String handle, @QueryParam("after") @Nullable Long after) {
        OwnerName owner = caller.name();
        progress.catchUp(owner, after);
        ContainerRow found = Handles.find(owner, handle);
        return view(found, QuarkusTransaction.requiringNew().call(() -> PortRow.ofContainer(found.id)));
    }

    private ContainerView view(ContainerRow row, List<PortRow> ports) {
        return ContainerView.of(row, ports, hosts.find(new HostName(row.host)), Instant.now());
    }
}
