package dcm.worker.rest;

import dcm.contract.problem.ErrorCode;
import dcm.rest.access.WorkerToken;
import dcm.rest.problem.ProblemException;
import dcm.worker.Worker;
import dcm.worker.engine.EngineException;
import dcm.worker.engine.EngineInspection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/**
 * Read-only endpoint for the containers and images of all owners on this host. Only for {@code dcm verify}, which
 * signs its token with the key of projection-service.
 */
@Path("/v1/inspection")
@RolesAllowed(WorkerToken.INSPECTOR)
@RunOnVirtualThread
public class InspectionResource {
    private final Worker worker;

    InspectionResource(Worker worker) {
        this.worker = worker;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public EngineInspection show() {
        try {
            return ReadyParts.engine(worker).inspection();
        } catch (EngineException e) {
            throw new ProblemException(ErrorCode.ENGINE_FAILED, e.message(), null, Map.of());
        }
    }
}
