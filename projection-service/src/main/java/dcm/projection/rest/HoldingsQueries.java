package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.OwnerName;
import dcm.contract.view.ContainerViewState;
import dcm.projection.container.ContainerRow;
import dcm.projection.image.ImageRow;
import dcm.projection.replay.ViewProgress;
import dcm.rest.access.AccountCache;
import dcm.rest.access.AccountRoles;
import dcm.rest.description.ErrorResponses;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Queries about what an account has, for administrators who want to remove it. */
@Path("/v1/holdings/{name}")
@Tag(name = "users")
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class HoldingsQueries {
    private final AccountCache accounts;
    private final ViewProgress progress;

    HoldingsQueries(AccountCache accounts, ViewProgress progress) {
        this.accounts = accounts;
        this.progress = progress;
    }

    /** The containers and images of an account. */
    @Schema(examples = """
                    {"account": "alice", "containers": [{"id": "5d60be7410595ad1", "handle": 31000, "name": "web", "state": "running",
                      "host": "n1"}],
                     "images": [{"name": "web:1", "sizeBytes": 312000000, "host": "n1"}]}""")
    public record Holdings(String account, List<HeldContainer> containers, List<HeldImage> images) {}

    /** A container of the account. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HeldContainer(
            String id,

            @Schema(description = "SSH port; absent before the container has one") @Nullable
            Integer handle,

            String name,
            ContainerViewState state,
            String host) {}

    /** An image of the account. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HeldImage(
            String name,

            @Schema(description = "Absent for an image whose size is unknown") @Nullable
            Long sizeBytes,

            String host) {}

    @GET
    @Operation(
            operationId = "getHoldings",
            summary = "List the containers and images that the removal of an account would remove")
    @Extension(name = ErrorResponses.CODES, value = "not-found")
    public Holdings show(@PathParam("name") String name) {
        OwnerName owner = accounts.get(new OwnerName(name)).name();
        progress.catchUp(owner);
        return QuarkusTransaction.requiringNew()
                .call(() -> new Holdings(
                        owner.value(),
                        ContainerRow.all(owner.value()).stream()
                                .map(row -> new HeldContainer(row.id, row.sshPort, row.name, row.state, row.host))
                                .toList(),
                        Stream.concat(
                                        ImageRow.usable(owner.value()).stream(),
                                        ImageRow.untagged(owner.value()).stream())
                                .map(row -> new HeldImage(row.name, row.sizeBytes, row.host))
                                .toList()));
    }
}
