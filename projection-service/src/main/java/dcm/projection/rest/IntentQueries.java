package dcm.projection.rest;

import dcm.contract.identity.IntentId;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.problem.ErrorCode;
import dcm.projection.intent.IntentMember;
import dcm.projection.intent.IntentRow;
import dcm.projection.intent.IntentStep;
import dcm.projection.replay.ViewProgress;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.Caller;
import dcm.rest.description.ErrorResponses;
import dcm.rest.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Queries about the caller's intents. */
@Path("/v1/intents")
@Tag(name = "intents")
@RolesAllowed(AccountRoles.USER)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class IntentQueries {
    private static final Duration LAG = Duration.ofSeconds(1);

    private final Caller caller;
    private final ViewProgress progress;
    private final Duration longestWait;

    IntentQueries(
            Caller caller,
            ViewProgress progress,
            @ConfigProperty(name = "dcm.views.longest-wait") Duration longestWait) {
        this.caller = caller;
        this.progress = progress;
        this.longestWait = longestWait;
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getIntent", summary = "Show the status, steps and outcome of one of your requests")
    @Extension(name = ErrorResponses.CODES, value = "unknown-intent")
    public IntentView show(
            @PathParam("id") String id,
            @Parameter(description = "Maximum number of seconds to wait for the end")
                    @QueryParam("wait")
                    @DefaultValue("0")
                    long wait,
            @Parameter(description = "false: do not wait for a request that the view does not have yet")
                    @QueryParam("expected")
                    @DefaultValue("true")
                    boolean expected) {
        if (wait < 0 || wait > longestWait.toSeconds()) {
            throw new InvalidValueException("wait: A number of seconds from 0 to " + longestWait.toSeconds() + ".");
        }
        String intent = new IntentId(id).value();
        String owner = caller.name().value();
        progress.catchUp(caller.name());
        // A caller that has just received the id can be ahead of the view.
        progress.await(caller.name(), () -> find(owner, intent), Optional::isPresent, expected ? LAG : Duration.ZERO);
        return progress.await(
                        caller.name(),
                        () -> find(owner, intent),
                        found -> found.filter(view -> view.endedAt() == null).isEmpty(),
                        Duration.ofSeconds(wait))
                .orElseThrow(() -> unknown(intent));
    }

    /**
     * The error for an intent that is not in the view. While the views are being rebuilt, the intent may only be
     * missing so far; reporting it as unknown would let a caller reuse its idempotency key.
     */
    private ProblemException unknown(String intent) {
        return progress.isComplete()
                ? new ProblemException(ErrorCode.UNKNOWN_INTENT, "You have no request with the id " + intent + ".")
                : new ProblemException(
                        ErrorCode.VIEW_UNREACHABLE,
                        "The views are being rebuilt and do not have all requests yet. Try again later.");
    }

    static Optional<IntentView> find(String owner, String intent) {
        return IntentRow.find(owner, intent)
                .map(row -> IntentView.of(row, IntentStep.of(intent), IntentMember.of(intent)));
    }
}
