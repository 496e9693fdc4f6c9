package dcm.user.handover;

import dcm.contract.envelope.Message;
import dcm.contract.event.ContainerEvent.ContainerStarted;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.Event;
import dcm.contract.event.HandOverEvent.HandOverDeclined;
import dcm.contract.event.HandOverEvent.HandOverFailed;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.HandOverIntent.CompleteHandOver;
import dcm.contract.problem.ErrorCode;
import dcm.contract.view.TransferState;
import dcm.intent.IntentOutcomes;
import dcm.intent.IntentOutcomes.Watch;
import dcm.rest.access.AccountCache;
import dcm.rest.access.AccountRoles;
import dcm.rest.description.ErrorResponses;
import dcm.rest.problem.ProblemException;
import dcm.rest.problem.RequiredBody;
import dcm.user.rest.AdminIntentSubmitter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
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

/** The administrators' API that transfers an image, a container or a whole account to another account. */
@Path("/v1/users/{name}/handovers")
@Tag(name = "users")
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class HandOverResource {
    /** Longer than a commit usually takes. */
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final AccountCache accounts;
    private final IntentOutcomes outcomes;
    private final AdminIntentSubmitter submitter;

    HandOverResource(AccountCache accounts, IntentOutcomes outcomes, AdminIntentSubmitter submitter) {
        this.accounts = accounts;
        this.outcomes = outcomes;
        this.submitter = submitter;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "handOver",
            summary = "Transfer an image, a container or a whole account to another account",
            description =
                    "The receiver needs enough quota, which is reserved during the transfer. To transfer a container,"
                            + " DCM stops it, commits it to an image and creates the receiver's container from the"
                            + " image, with the receiver's home directories. If the receiver's account declines or the"
                            + " commit fails, nothing changes. A whole account, including home directories, can be"
                            + " transferred only to an account that has never had containers. As soon as the quota is"
                            + " reserved, this transfer cannot be undone: this account is removed step by step and"
                            + " shows the progress. The request waits up to 60 s.")
    @Extension(
            name = ErrorResponses.CODES,
            value =
                    "not-found,unknown-image,unknown-container,ambiguous-handle,base-image,being-handed-over,homes-moving,wrong-state,name-taken,"
                            + "quota-exceeded,preset-not-granted,no-host,account-suspended,account-removed,too-many-layers,"
                            + "engine-failed,deadline-passed")
    @APIResponse(
            responseCode = "200",
            description = "The transfer is complete",
            content = @Content(schema = @Schema(implementation = HandOverView.class)))
    @APIResponse(
            responseCode = "202",
            description = "The transfer is in progress",
            content = @Content(schema = @Schema(implementation = HandOverView.class)))
    public Response handOver(@PathParam("name") String name, @Nullable HandOverRequest body) {
        HandOverRequest request =
                RequiredBody.of(body, "a JSON object with the field to and one of image, container and account");
        OwnerName from = new OwnerName(name);
        OwnerName to = request.receiver();
        if (accounts.find(to).isEmpty()) {
            throw new ProblemException(ErrorCode.NOT_FOUND, "There is no account '" + to + "'.");
        }
        IntentId id = IntentId.fresh();
        try (Watch completing = outcomes.watch(CompleteHandOver.id(id))) {
            Optional<Message<Event>> ended =
                    submitter.submitAndAwait(AggregateId.of(from), request.toIntent(), id, BOUND);
            if (ended.isEmpty()) {
                return Response.accepted(view(TransferState.UNDER_WAY, id, from, to, null, null))
                        .build();
            }
            if (ended.get().payload() instanceof HandOverFailed failed) {
                throw new ProblemException(failed.code(), failed.detail(), id.value(), failed.numbers());
            }
            return request.isContainer()
                    ? completed(completing, id, from, to)
                    : Response.ok(view(TransferState.DONE, id, from, to, null, null))
                            .build();
        }
    }

    private static Response completed(Watch completing, IntentId id, OwnerName from, OwnerName to) {
        return completing
                .awaitOutcome(BOUND)
                .map(Message::payload)
                .map(outcome -> switch (outcome) {
                    case ContainerStarted started ->
                        view(
                                TransferState.DONE,
                                id,
                                from,
                                to,
                                started.container().value(),
                                null);
                    case OperationFailed failed -> view(TransferState.DONE, id, from, to, null, failed.detail());
                    case HandOverDeclined declined -> view(TransferState.DONE, id, from, to, null, declined.detail());
                    default -> view(TransferState.UNDER_WAY, id, from, to, null, null);
                })
                .map(view -> Response.ok(view).build())
                .orElseGet(() -> Response.accepted(view(TransferState.UNDER_WAY, id, from, to, null, null))
                        .build());
    }

    private static HandOverView view(
            TransferState state,
            IntentId id,
            OwnerName from,
            OwnerName to,
            @Nullable String container,
            @Nullable String problem) {
        return new HandOverView(id.value(), state, from.value(), to.value(), container, problem);
    }
}
