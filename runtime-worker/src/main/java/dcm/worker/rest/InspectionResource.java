package dcm.worker.rest;

import dcm.contract.identity.Role;
import dcm.contract.problem.ErrorCode;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.Caller;
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
 * creates its token from the key of projection-service, in the name of an administrator.
 */
@Path("/v1/inspection")
@RolesAllowed(AccountRoles.USER)
@RunOnVirtualThread
public class InspectionResource {
    private final Caller caller;
    private final Worker worker;

    InspectionResource(Caller caller, Worker worker) {
        this.caller = caller;
        this.worker = worker;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public EngineInspection show() {
        if (caller.account().role() != Role.ADMINISTRATOR) {
            throw new ProblemException(ErrorCode.FORBIDDEN, "Only administrators can inspect a host.");
        }
        try {
            return ReadyParts.engine(worker).inspection();
        } catch (EngineException e) {
            throw new ProblemException(ErrorCode.ENGINE_FAILED, e.message(), null, Map.of());
        }
    }
}
