package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.HostName;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Printable;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.view.ContainerViewState;
import dcm.contract.view.ViewValue;
import dcm.projection.container.ContainerFilter;
import dcm.projection.container.ContainerRow;
import dcm.projection.container.ContainerSort;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** More than the longest label and its name. */
    private static final int MAX_LABEL = 1200;

    private final Caller caller;
    private final OwnerScope owners;
    private final ViewProgress progress;
    private final HostCache hosts;

    ContainerQueries(Caller caller, OwnerScope owners, ViewProgress progress, HostCache hosts) {
        this.caller = caller;
        this.owners = owners;
        this.progress = progress;
        this.hosts = hosts;
    }

    /**
     * A page of containers.
     *
     * @param next the cursor of the next page; absent on the last page
     * @param total the number of containers on all pages
     */
    @Schema(name = "ContainerPage", examples = "{\"items\": [" + ContainerView.EXAMPLE + "], \"total\": 1}")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(
            List<ContainerView> items,
            @Nullable String next,

            @Schema(description = "Number of containers on all pages")
            long total) {}

    @GET
    @Operation(
            operationId = "listContainers",
            summary = "List your containers, the newest first",
            description = "Administrators can list the containers of another account, or of all.")
    @Extension(name = ErrorResponses.CODES, value = "forbidden")
    public Page list(
            @QueryParam("after") @Nullable Long after,
            @Parameter(description = "Maximum number of containers, up to 500")
                    @QueryParam("limit")
                    @DefaultValue("100")
                    int limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "Part of the name, image, host, id or SSH port", example = "web")
                    @QueryParam("q")
                    @Nullable
                    String text,
            @Parameter(description = "A state as in the response", example = "running") @QueryParam("state") @Nullable
                    String state,
            @Parameter(description = "NAME or NAME:TAG of an image", example = "debian-ssh")
                    @QueryParam("image")
                    @Nullable
                    String image,
            @Parameter(description = "Name of a host", example = "n1") @QueryParam("host") @Nullable String host,
            @Parameter(description = "KEY or KEY=VALUE of a label", example = "user.course=os")
                    @QueryParam("label")
                    @Nullable
                    String label,
            @Parameter(
                            description =
                                    "created, name, state, image, host or account, with - before it for descending"
                                            + " order. Default: -created",
                            example = "name")
                    @QueryParam("sort")
                    @Nullable
                    String sort,
            @Parameter(description = "Account, for administrators", example = "alice") @QueryParam("account") @Nullable
                    String account,
            @Parameter(
                            description = "all: the containers of all accounts, for administrators",
                            schema = @Schema(enumeration = OwnerScope.ALL))
                    @QueryParam("scope")
                    @Nullable
                    String scope) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new InvalidValueException("limit: A number from 1 to " + MAX_PAGE + "; got " + limit + ".");
        }
        Optional<OwnerName> owner = owners.of(scope, account);
        ContainerSort order = sort == null ? ContainerSort.NEWEST : ContainerSort.parse(sort);
        Cursor from = cursor == null ? null : Cursor.parse(cursor);
        ContainerFilter filter = new ContainerFilter(
                owner.map(OwnerName::value).orElse(null),
                TextParameter.of("q", text),
                state(state),
                state == null ? List.of() : unreachable(),
                TextParameter.of("image", image),
                TextParameter.of("host", host),
                label == null ? null : TextParameter.check("label", label, MAX_LABEL));
        owner.ifPresent(name -> progress.catchUp(name, name.equals(caller.name()) ? after : null));
        return page(filter, order, from, limit); // without a transaction, whose begin and end cost more than the query
    }

    private static @Nullable ContainerViewState state(@Nullable String text) {
        return text == null
                ? null
                : ViewValue.find(ContainerViewState.class, text)
                        .orElseThrow(() -> new InvalidValueException("state: One of "
                                + Arrays.stream(ContainerViewState.values())
                                        .map(ContainerViewState::value)
                                        .collect(Collectors.joining(", "))
                                + "; got " + Printable.quoted(text) + "."));
    }

    /** The hosts whose containers are shown as unreachable. */
    private List<String> unreachable() {
        Instant now = Instant.now();
        return hosts.all().stream()
                .filter(on -> ContainerView.isUnreachable(on, now))
                .map(on -> on.name().value())
                .toList();
    }

    private Page page(ContainerFilter filter, ContainerSort sort, @Nullable Cursor from, int limit) {
        List<ContainerRow> rows = ContainerRow.page(filter, sort, from, limit + 1);
        boolean more = rows.size() > limit;
        List<ContainerRow> page = more ? rows.subList(0, limit) : rows;
        // A first page without a next one has all containers.
        long total = from == null && !more ? page.size() : ContainerRow.count(filter);
        return new Page(views(filter, page), more ? page.getLast().cursor(sort).toString() : null, total);
    }

    private List<ContainerView> views(ContainerFilter filter, List<ContainerRow> page) {
        Map<String, List<PortRow>> ports =
                ports(filter, page).stream().collect(Collectors.groupingBy(port -> port.container));
        Map<String, Optional<HostSnapshot>> hostsOfPage = new HashMap<>();
        Instant now = Instant.now();
        List<ContainerView> views = new ArrayList<>(page.size());
        for (ContainerRow row : page) {
            ContainerView view = ContainerView.of(
                    row, ports.getOrDefault(row.id, List.of()), hostsOfPage.computeIfAbsent(row.host, this::host), now);
            views.add(filter.owner() == null ? view.of(row.owner) : view);
        }
        return views;
    }

    private static List<PortRow> ports(ContainerFilter filter, List<ContainerRow> page) {
        if (page.stream().allMatch(row -> row.countedPorts == 0)) {
            return List.of();
        }
        // Hibernate translates a query with a list of values anew each time.
        return filter.owner() == null
                ? PortRow.ofContainers(page.stream().map(row -> row.id).toList())
                : PortRow.of(filter.owner());
    }

    @GET
    @Path("/{handle}")
    @Operation(operationId = "getContainer", summary = "Show one of your containers")
    @Extension(name = ErrorResponses.CODES, value = "unknown-container,ambiguous-handle")
    public ContainerView show(@PathParam("handle") String handle, @QueryParam("after") @Nullable Long after) {
        OwnerName owner = caller.name();
        progress.catchUp(owner, after);
        ContainerRow found = Handles.find(owner, handle);
        List<PortRow> ports = QuarkusTransaction.requiringNew().call(() -> PortRow.ofContainer(found.id));
        return ContainerView.of(found, ports, host(found.host), Instant.now());
    }

    private Optional<HostSnapshot> host(String name) {
        return hosts.find(new HostName(name));
    }
}
