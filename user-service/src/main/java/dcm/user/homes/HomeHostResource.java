package dcm.user.homes;

import dcm.contract.envelope.Message;
import dcm.contract.event.Event;
import dcm.contract.event.HomesMoveEvent.HomesMoveFailed;
import dcm.contract.event.HomesMoveEvent.HomesMoveRequestedAgain;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.HomesIntent.CancelHomesMove;
import dcm.contract.intent.HomesIntent.MoveHomes;
import dcm.contract.view.TransferState;
import dcm.rest.access.AccountRoles;
import dcm.rest.description.ErrorResponses;
import dcm.rest.problem.ProblemException;
import dcm.rest.problem.RequiredBody;
import dcm.user.rest.AdminIntentSubmitter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The administrators' API that moves the home directories and containers of an account to another host. */
@Path("/v1/users/{name}/home-host")
@Tag(name = "users")
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class HomeHostResource {
    /** Enough for a move that has nothing to do. Others take as long as the copy. */
    private static final Duration BOUND = Duration.ofSeconds(2);

    private final AdminIntentSubmitter submitter;

    HomeHostResource(AdminIntentSubmitter submitter) {
        this.submitter = submitter;
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "moveHomes",
            summary = "Move the home directories of an account to another host",
            description =
                    "For hosts that do not share home directories. DCM stops the containers, copies the home directories"
                            + " to the new host, and creates the containers there again from their images: they keep"
                            + " id, name and settings, get new SSH ports, and lose files outside of the home"
                            + " directories. Containers that ran are started. The old host deletes its copy after that."
                            + " GET on the account shows the progress in homesMove; the result is in the audit log."
                            + " If the move fails or is cancelled, nothing is lost, and the containers start again on the"
                            + " old host. If the home directories are on this host already, or are being moved there,"
                            + " the request changes nothing; intent is then the request that began the move.")
    @Extension(
            name = ErrorResponses.CODES,
            value =
                    "not-found,homes-shared,homes-moving,wrong-state,unknown-host,no-host,host-unreachable,image-missing,"
                            + "being-handed-over,account-removed,quota-exceeded,move-failed,move-cancelled,host-full")
    @APIResponse(
            responseCode = "200",
            description = "The home directories are on the host, or are being moved there already",
            content = @Content(schema = @Schema(implementation = HomeHostView.class)))
    @APIResponse(
            responseCode = "202",
            description = "The move has started",
            content = @Content(schema = @Schema(implementation = HomeHostView.class)))
    public Response move(@PathParam("name") String name, @Nullable HomeHostRequest body) {
        HomeHostRequest request = RequiredBody.of(body, "a JSON object with the field host");
        OwnerName owner = new OwnerName(name);
        HostName host = request.requiredHost();
        IntentId id = IntentId.fresh();
        Optional<Message<Event>> ended =
                submitter.submitAndAwait(AggregateId.of(owner), new MoveHomes(host), id, BOUND);
        if (ended.isEmpty()) {
            return Response.accepted(view(id, TransferState.UNDER_WAY, owner, host))
                    .build();
        }
        return Response.ok(outcome(ended.get().payload(), id, owner, host)).build();
    }

    /** What the event that ended a request means for it. */
    static HomeHostView outcome(Event ended, IntentId id, OwnerName owner, HostName host) {
        if (ended instanceof HomesMoveFailed failed) {
            throw new ProblemException(failed.code(), failed.detail(), id.value(), failed.numbers());
        }
        return ended instanceof HomesMoveRequestedAgain again
                ? view(again.move(), TransferState.UNDER_WAY, owner, host)
                : view(id, TransferState.DONE, owner, host);
    }

    @DELETE
    @Path("/move")
    @Operation(
            operationId = "cancelHomesMove",
            summary = "Cancel the move of home directories that is in progress",
            description =
                    "The home directories stay on the old host, and containers that ran start again there. The new"
                            + " host deletes what it has received. Rejected when the new host has received everything.")
    @Extension(name = ErrorResponses.CODES, value = "not-found,wrong-state")
    @APIResponse(responseCode = "204", description = "The move is cancelled")
    public void cancel(@PathParam("name") String name) {
        submitter.submit(AggregateId.of(new OwnerName(name)), new CancelHomesMove());
    }

    private static HomeHostView view(IntentId id, TransferState state, OwnerName owner, HostName host) {
        return new HomeHostView(id.value(), state, owner.value(), host.value());
    }
}
