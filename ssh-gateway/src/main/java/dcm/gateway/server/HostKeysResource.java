package dcm.gateway.server;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Publishes the public host keys of the SSH server, so that clients can check them before their first connection. */
@Path("/host-keys")
@PermitAll
public class HostKeysResource {
    private final GatewayServer server;

    HostKeysResource(GatewayServer server) {
        this.server = server;
    }

    /**
     * The host keys.
     *
     * @param keys in the format of {@code known_hosts}, without the host: {@code TYPE BASE64}
     */
    public record HostKeyList(List<String> keys) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public HostKeyList keys() {
        return new HostKeyList(server.hostKeys());
    }
}
