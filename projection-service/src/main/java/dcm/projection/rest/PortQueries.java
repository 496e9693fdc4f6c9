package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.OwnerName;
import dcm.projection.container.ContainerRow;
import dcm.projection.port.PortRow;
import dcm.projection.replay.ViewProgress;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.Caller;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Queries about the ports that the caller's containers publish. */
@Path("/v1/ports")
@Tag(name = "ports")
@RolesAllowed(AccountRoles.USER)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PortQueries {
    private final Caller caller;
    private final ViewProgress progress;

    PortQueries(Caller caller, ViewProgress progress) {
        this.caller = caller;
        this.progress = progress;
    }

    /**
     * All ports, without pages: a container has a few dozen ports at most, and an account has fewer than hundreds of
     * containers.
     */
    @Schema(examples = """
                    {"items": [{"address": "192.0.2.11", "port": 8080, "protocol": "tcp", "container": "5d60be7410595ad1",
                      "handle": 31000, "name": "web", "since": "2026-11-25T15:00:01Z"}]}""")
    public record Ports(List<PortView> items) {}

    /** A published port. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PortView(
            @Schema(description = "Address of the host that publishes the port", examples = "192.0.2.11")
            String address,

            @Schema(examples = "8080") int port,

            @Schema(enumeration = {"tcp", "udp"}) String protocol,

            @Schema(description = "Id of the container") String container,

            @Schema(description = "SSH port of the container") @Nullable
            Integer handle,

            @Schema(description = "Name of the container") String name,

            @Schema(
                    description =
                            "When the port was first published; the port stays reserved until the container is removed")
            Instant since) {}

    @GET
    @Operation(operationId = "listPorts", summary = "List the ports that your containers publish, running or not")
    public Ports list(@QueryParam("after") @Nullable Long after) {
        OwnerName owner = caller.name();
        progress.catchUp(owner, after);
        return QuarkusTransaction.requiringNew().call(() -> {
            Map<String, ContainerRow> containers = ContainerRow.all(owner.value()).stream()
                    .collect(Collectors.toMap(row -> row.id, Function.identity()));
            return new Ports(PortRow.of(owner.value()).stream()
                    // A container that was created between the two queries is reported as a change.
                    .filter(row -> containers.containsKey(row.container))
                    .map(row -> view(row, Objects.requireNonNull(containers.get(row.container))))
                    .toList());
        });
    }

    static PortView view(PortRow row, ContainerRow container) {
        return new PortView(
                row.address, row.number, row.protocol, container.id, container.sshPort, container.name, row.since);
    }
}
