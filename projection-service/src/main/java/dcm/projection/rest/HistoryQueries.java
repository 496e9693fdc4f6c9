package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.projection.container.ContainerRow;
import dcm.projection.history.ContainerEventRow;
import dcm.projection.replay.ViewProgress;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.Caller;
import dcm.rest.description.ErrorResponses;
import dcm.rest.problem.ProblemException;
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
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Queries about what happened to the caller's containers. */
@Path("/v1/containers/{handle}/history")
@Tag(name = "containers")
@RolesAllowed(AccountRoles.USER)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class HistoryQueries {
    private static final int MAX_PAGE = 500;

    private final Caller caller;
    private final ViewProgress progress;

    HistoryQueries(Caller caller, ViewProgress progress) {
        this.caller = caller;
        this.progress = progress;
    }

    /**
     * A page of events.
     *
     * @param next the cursor of the next page; absent on the last page
     */
    @Schema(name = "HistoryPage", examples = "{\"items\": [" + HistoryEntry.EXAMPLE + "]}")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(List<HistoryEntry> items, @Nullable String next) {}

    @GET
    @Operation(
            operationId = "getContainerHistory",
            summary = "Show what happened to one of your containers, the newest event first",
            description = "Contains all events, also those that nobody requested, such as a crash. A removed container"
                    + " is found by its last name or its id. A container that exists takes precedence.")
    @Extension(name = ErrorResponses.CODES, value = "unknown-container,ambiguous-handle")
    public Page list(
            @PathParam("handle") String handle,
            @Parameter(description = "Maximum number of events, up to 500") @QueryParam("limit") @DefaultValue("100")
                    int limit,
            @QueryParam("cursor") @Nullable Long cursor,
            @QueryParam("after") @Nullable Long after) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new InvalidValueException("limit: A number from 1 to " + MAX_PAGE + "; got " + limit + ".");
        }
        OwnerName owner = caller.name();
        progress.catchUp(owner, after);
        String container = find(owner, handle);
        List<ContainerEventRow> rows = QuarkusTransaction.requiringNew()
                .call(() -> ContainerEventRow.page(
                        owner.value(), container, cursor == null ? Long.MAX_VALUE : cursor, limit + 1));
        boolean more = rows.size() > limit;
        List<ContainerEventRow> page = more ? rows.subList(0, limit) : rows;
        return new Page(
                page.stream().map(HistoryEntry::of).toList(), more ? Long.toString(page.getLast().sequence) : null);
    }

    /** The id of the container that the handle refers to, or that it referred to last. */
    private static String find(OwnerName owner, String handle) {
        Optional<ContainerRow> present = Handles.search(owner, handle);
        return present.map(row -> row.id)
                .or(() -> QuarkusTransaction.requiringNew()
                        .call(() -> ContainerEventRow.newest(owner.value(), handle))
                        .map(row -> row.container))
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.UNKNOWN_CONTAINER,
                        "You have no container '" + handle + "', and have had none with this name or id."));
    }
}
