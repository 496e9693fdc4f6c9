package dcm.worker.rest;

import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.transfer.HomesMove;
import dcm.rest.access.AccountCache;
import dcm.rest.access.WorkerToken;
import dcm.rest.problem.LargeBody;
import dcm.rest.problem.ProblemException;
import dcm.rest.stream.StreamedResponse;
import dcm.rest.stream.StreamedResponse.Source;
import dcm.worker.MovedHomes;
import dcm.worker.Worker;
import dcm.worker.host.WorkerIdentity;
import dcm.worker.storage.ArchiveRefusedException;
import io.quarkus.security.identity.SecurityIdentity;
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
 * for one account, and only while admission's snapshot of the account says that its homes are being copied from or to this host.
 */
@Path("/v1/homes/{account}/archive")
@RolesAllowed(WorkerToken.HOMES_MOVER)
@Blocking // streams cannot run on a virtual thread
public class HomesArchiveResource {
    private static final String TAR = "application/x-tar";

    private final SecurityIdentity identity;
    private final AccountCache accounts;
    private final Worker worker;
    private final HostName host;

    HomesArchiveResource(SecurityIdentity identity, AccountCache accounts, Worker worker, WorkerIdentity host) {
        this.identity = identity;
        this.accounts = accounts;
        this.worker = worker;
        this.host = host.host();
    }

    @GET
    @Produces(TAR)
    public Multi<byte[]> send(@PathParam("account") String account, @Context HttpServerResponse response)
            throws InterruptedException {
        OwnerName owner = moved(account);
        HomesMove move = move(owner).filter(known -> known.copiesFrom(host)).orElseThrow(() -> noMove(owner, "from"));
        try {
            Source archive = homes().departure().send(owner, move);
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
        HomesMove move = move(owner).filter(known -> known.copiesTo(host)).orElseThrow(() -> noMove(owner, "to"));
        IntentId id = move.move();
        try {
            homes().arrival()
                    .receive(
                            owner,
                            move,
                            () -> move(owner)
                                    .filter(now -> now.move().equals(id) && now.copiesTo(host))
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
        if (!WorkerToken.account(identity).equals(owner)) {
            throw new ProblemException(ErrorCode.FORBIDDEN, "The token is for another account than '" + owner + "'.");
        }
        return owner;
    }

    private Optional<HomesMove> move(OwnerName owner) {
        return accounts.find(owner).map(AccountSnapshot::homesMove);
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
