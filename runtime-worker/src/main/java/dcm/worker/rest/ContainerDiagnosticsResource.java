package dcm.worker.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.ContainerStatus;
import dcm.rest.access.WorkerToken;
import dcm.rest.problem.ProblemException;
import dcm.rest.stream.StreamSlots;
import dcm.rest.stream.StreamedResponse;
import dcm.rest.stream.StreamedResponse.Source;
import dcm.worker.Worker;
import dcm.worker.engine.ContainerProcess;
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
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Read-only endpoint for the inside of the caller's containers. The caller is the account in the token of
 * projection-service.
 */
@Path("/v1/containers/{container}")
@RolesAllowed(WorkerToken.USER)
@Blocking // streams cannot run on a virtual thread
public class ContainerDiagnosticsResource {
    private static final int MAX_TAIL = 10_000;

    private final TokenAccount caller;
    private final StreamSlots slots;
    private final Worker worker;
    private final ObjectMapper json;

    ContainerDiagnosticsResource(TokenAccount caller, StreamSlots slots, Worker worker, ObjectMapper json) {
        this.caller = caller;
        this.slots = slots;
        this.worker = worker;
        this.json = json;
    }

    /** The processes of a container. */
    public record Processes(List<ContainerProcess> processes) {}

    @GET
    @Path("/logs")
    @Produces(MediaType.TEXT_PLAIN)
    public Multi<byte[]> logs(
            @PathParam("container") String container,
            @QueryParam("tail") @DefaultValue("100") int tail,
            @QueryParam("timestamps") @DefaultValue("false") boolean timestamps,
            @QueryParam("follow") @DefaultValue("false") boolean follow,
            @Context HttpServerResponse response) {
        if (tail < 0 || tail > MAX_TAIL) {
            throw new InvalidValueException("tail must be a number of lines from 0 to " + MAX_TAIL + ".");
        }
        Engine engine = ReadyParts.engine(worker);
        EngineContainer found = find(engine, container);
        Source source = slots.open(
                caller.name(),
                () -> new EngineStreamSource<>(engine.logs(found.id(), tail, timestamps, follow), bytes -> bytes));
        return StreamedResponse.of(response, MediaType.TEXT_PLAIN + ";charset=utf-8", source);
    }

    @GET
    @Path("/stats")
    @Produces(StreamedResponse.LINES)
    public Multi<byte[]> stats(
            @PathParam("container") String container,
            @QueryParam("follow") @DefaultValue("false") boolean follow,
            @Context HttpServerResponse response) {
        Engine engine = ReadyParts.engine(worker);
        EngineContainer found = running(engine, container);
        Source source = slots.open(
                caller.name(),
                () -> new EngineStreamSource<>(engine.usage(found.id(), follow), json::writeValueAsBytes));
        return StreamedResponse.of(response, follow ? StreamedResponse.LINES : MediaType.APPLICATION_JSON, source);
    }

    @GET
    @Path("/top")
    @Produces(MediaType.APPLICATION_JSON)
    public Processes top(@PathParam("container") String container) {
        Engine engine = ReadyParts.engine(worker);
        EngineContainer found = running(engine, container);
        try {
            return new Processes(slots.during(caller.name(), () -> engine.processes(found.id())));
        } catch (EngineException e) {
            throw failed(e);
        }
    }

    /** The caller's container; another owner's container is not found. */
    private EngineContainer find(Engine engine, String container) {
        try {
            Optional<EngineContainer> found = engine.find(new ContainerId(container));
            return found.filter(known -> known.owner().equals(caller.name()))
                    .orElseThrow(() -> new ProblemException(
                            ErrorCode.UNKNOWN_CONTAINER, "You have no container " + container + " on this host."));
        } catch (EngineException e) {
            throw failed(e);
        }
    }

    private EngineContainer running(Engine engine, String container) {
        EngineContainer found = find(engine, container);
        if (found.status() == ContainerStatus.STOPPED) {
            throw new ProblemException(
                    ErrorCode.WRONG_STATE,
                    "The container is stopped. Start it and try again; only running and paused containers have"
                            + " processes and statistics.");
        }
        return found;
    }

    private static ProblemException failed(EngineException e) {
        return new ProblemException(ErrorCode.ENGINE_FAILED, e.message(), null, Map.of());
    }
}
