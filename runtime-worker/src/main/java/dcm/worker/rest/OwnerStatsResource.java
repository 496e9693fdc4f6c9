package dcm.worker.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.ContainerStatus;
import dcm.rest.access.WorkerToken;
import dcm.rest.problem.ProblemException;
import dcm.rest.stream.MergedSource;
import dcm.rest.stream.StreamSlots;
import dcm.rest.stream.StreamedResponse;
import dcm.worker.Worker;
import dcm.worker.engine.ContainerUsage;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineContainer;
import dcm.worker.engine.EngineException;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The resource usage of all containers of the caller that run on this host when the request begins, in one stream. The
 * caller is the account in the token of projection-service.
 */
@Path("/v1/stats")
@RolesAllowed(WorkerToken.USER)
@Blocking // streams cannot run on a virtual thread
public class OwnerStatsResource {
    private final TokenAccount caller;
    private final StreamSlots slots;
    private final Worker worker;
    private final ObjectMapper json;

    OwnerStatsResource(TokenAccount caller, StreamSlots slots, Worker worker, ObjectMapper json) {
        this.caller = caller;
        this.slots = slots;
        this.worker = worker;
        this.json = json;
    }

    @GET
    @Produces(StreamedResponse.LINES)
    public Multi<byte[]> stats(
            @QueryParam("follow") @DefaultValue("false") boolean follow, @Context HttpServerResponse response) {
        Engine engine = ReadyParts.engine(worker);
        List<EngineContainer> running = running(engine);
        return StreamedResponse.of(response, StreamedResponse.LINES, slots.open(caller.name(), () -> {
            MergedSource merged = new MergedSource();
            running.forEach(container -> merged.add(() ->
                    new EngineStreamSource<>(engine.usage(container.id(), follow), usage -> line(container, usage))));
            return merged;
        }));
    }

    private List<EngineContainer> running(Engine engine) {
        try {
            return engine.list().stream()
                    .filter(container -> container.owner().equals(caller.name()))
                    .filter(container -> container.status() != ContainerStatus.STOPPED)
                    .toList();
        } catch (EngineException e) {
            throw new ProblemException(ErrorCode.ENGINE_FAILED, e.message(), null, Map.of());
        }
    }

    private byte[] line(EngineContainer container, ContainerUsage usage) throws IOException {
        ObjectNode line =
                json.createObjectNode().put("container", container.id().value());
        return json.writeValueAsBytes(line.setAll(json.<ObjectNode>valueToTree(usage)));
    }
}
