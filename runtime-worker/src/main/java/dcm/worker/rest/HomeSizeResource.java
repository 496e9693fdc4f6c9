package dcm.worker.rest;

import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.AccountReport.HomeSizeReported;
import dcm.rest.access.WorkerToken;
import dcm.rest.problem.ProblemException;
import dcm.worker.Worker;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/**
 * Read-only endpoint for the size of an account's homes on this host. The token of projection-service must be for this account.
 */
@Path("/v1/homes/{account}")
@RolesAllowed(WorkerToken.USER)
@RunOnVirtualThread
public class HomeSizeResource {
    private final TokenAccount caller;
    private final Worker worker;

    HomeSizeResource(TokenAccount caller, Worker worker) {
        this.caller = caller;
        this.worker = worker;
    }

    /** The current size of the homes. */
    public record HomeSize(long mebibytes) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public HomeSize show(@PathParam("account") String account) {
        OwnerName owner = new OwnerName(account);
        caller.require(owner);
        try {
            return worker.homeMeter()
                    .orElseThrow(() -> unknown("The worker of this host is not ready."))
                    .homesNow(owner)
                    .map(HomeSizeReported::mebibytes)
                    .map(HomeSize::new)
                    .orElseThrow(() -> unknown("The size of the homes is not known."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("The worker is stopping.");
        }
    }

    private static ProblemException unknown(String detail) {
        return new ProblemException(ErrorCode.HOST_UNREACHABLE, detail + " Try again later.");
    }
}
