package dcm.worker.rest;

import dcm.contract.desired.DesiredAccount.HomesCopy;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.rest.access.WorkerToken;
import dcm.rest.problem.LargeBody;
import dcm.rest.problem.ProblemException;
import dcm.rest.stream.StreamedResponse;
import dcm.rest.stream.StreamedResponse.Source;
import dcm.worker.MovedHomes;
import dcm.worker.Worker;
import dcm.worker.host.WorkerIdentity;
import dcm.worker.storage.ArchiveRefusedException;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Sends and receives the homes of accounts that are moved to another host. Only projection-service's tokens for moves are accepted, each
 * for one account, and only while admission says that its homes are being copied from or to this host.
 */
@Path("/v1/homes/{account}/archive")
@RolesAllowed(WorkerToken.HOMES_MOVER)
@Blocking // streams cannot run on a virtual thread
public class HomesArchiveResource {
    private static final String TAR = "application/x-tar";

    private final TokenAccount caller;
    private final Worker worker;
    private final HostName host;

    HomesArchiveResource(TokenAccount caller, Worker worker, WorkerIdentity host) {
        this.caller = caller;
        this.worker = worker;
        this.host = host.host();
    }

    @GET
    @Produces(TAR)
    public Multi<byte[]> send(@PathParam("account") String account, @Context HttpServerResponse response)
            throws InterruptedException {
        OwnerName owner = moved(account);
        HomesCopy copy =
                copy(owner).filter(known -> known.from().equals(host)).orElseThrow(() -> noMove(owner, "from"));
        try {
            Source archive = homes().departure().send(owner, copy);
            return StreamedResponse.of(response, TAR, archive);
        } catch (IOException e) {
            throw new ProblemException(ErrorCode.MOVE_FAILED, "The home directories cannot be read: " + e);
        }
    }

    @PUT
    @Consumes(TAR)
    @LargeBody
    public void receive(@PathParam("account") String account, InputStream archive, @Context HttpServerResponse response)
            throws InterruptedException {
        response.putHeader("Connection", "close"); // the rest of a rejected archive is not read
        OwnerName owner = moved(account);
        HomesCopy copy = copy(owner).filter(known -> known.to().equals(host)).orElseThrow(() -> noMove(owner, "to"));
        IntentId id = copy.move();
        try {
            homes().arrival()
                    .receive(
                            owner,
                            copy,
                            () -> copy(owner)
                                    .filter(now -> now.move().equals(id))
                                    .isPresent(),
                            archive);
        } catch (ArchiveRefusedException e) {
            throw new ProblemException(e.code(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new ProblemException(ErrorCode.HOST_UNREACHABLE, "The attempt ended early: " + e.getMessage() + ".");
        }
    }

    /** The account in the path, which must be the one in the token. */
    private OwnerName moved(String account) {
        OwnerName owner = new OwnerName(account);
        caller.require(owner);
        return owner;
    }

    private Optional<HomesCopy> copy(OwnerName owner) {
        return homes().copies().of(owner);
    }

    private ProblemException noMove(OwnerName owner, String direction) {
        return new ProblemException(
                ErrorCode.WRONG_STATE,
                "The home directories of '" + owner + "' are not being copied " + direction + " the host " + host
                        + ".");
    }

    private MovedHomes homes() {
        return worker.movedHomes()
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.HOST_UNREACHABLE,
                        "The worker of this host is not ready: "
                                + worker.workerRun().state().description() + ". Try again later."));
    }
}
