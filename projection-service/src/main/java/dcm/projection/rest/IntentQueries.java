package dcm.projection.rest;

import dcm.contract.identity.IntentId;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Queries about the caller's intents. */
@Path("/v1/intents")
@Tag(name = "intents")
@RolesAllowed(AccountRoles.USER)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class IntentQueries {
    private static final int MAX_PAGE = 500;

    private static final Duration LAG = Duration.ofSeconds(1);

    private final Caller caller;
    private final OwnerScope owners;
    private final ViewProgress progress;
    private final Duration longestWait;

    IntentQueries(
            Caller caller,
            OwnerScope owners,
            ViewProgress progress,
            @ConfigProperty(name = "dcm.views.longest-wait") Duration longestWait) {
        this.caller = caller;
        this.owners = owners;
        this.progress = progress;
        this.longestWait = longestWait;
    }

    @GET
    @Operation(
            operationId = "listIntents",
            summary = "List your requests, the newest first",
            description = "Contains rejected and failed requests with the reason and its numbers, and requests that"
                    + " others made about your account. Administrators can list those of another account, or of all.")
    @Extension(name = ErrorResponses.CODES, value = "forbidden,unknown-container,ambiguous-handle")
    public IntentPage list(
            @Parameter(
                            description =
                                    "A container, also a removed one or one that could not be created: SSH port, name, or id."
                                            + " With scope=all, its id",
                            example = "web")
                    @QueryParam("container")
                    @Nullable
                    String container,
            @Parameter(description = "Status of the requests", example = "rejected") @QueryParam("status") @Nullable
                    String status,
            @Parameter(description = "Start time, inclusive", example = "2026-11-25T00:00:00Z")
                    @QueryParam("since")
                    @Nullable
                    String since,
            @Parameter(description = "Account, for administrators", example = "alice") @QueryParam("account") @Nullable
                    String account,
            @Parameter(
                            description = "all: the requests of all accounts, for administrators",
                            schema = @Schema(enumeration = OwnerScope.ALL))
                    @QueryParam("scope")
                    @Nullable
                    String scope,
            @Parameter(description = "Maximum number of requests, up to 500") @QueryParam("limit") @DefaultValue("100")
                    int limit,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("after") @Nullable Long after) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new InvalidValueException("limit: A number from 1 to " + MAX_PAGE + "; got " + limit + ".");
        }
        Optional<OwnerName> owner = owners.of(scope, account);
        owner.ifPresent(name -> progress.catchUp(name, name.equals(caller.name()) ? after : null));
        IntentRow.Filter filter = new IntentRow.Filter(
                owner.map(OwnerName::value).orElse(null),
                container == null ? null : IntentList.about(owner, container),
                IntentList.status(status),
                TimeParameter.parse("since", since));
        return IntentList.page(filter, cursor, limit, caller.account());
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
        return progress.isComplete(caller.name())
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
