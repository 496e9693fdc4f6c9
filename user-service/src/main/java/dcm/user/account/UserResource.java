package dcm.user.account;

import dcm.contract.envelope.Message;
import dcm.contract.event.Event;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.RemovalStep;
import dcm.contract.intent.AccountIntent.ChangeProfile;
import dcm.contract.intent.AccountIntent.RemoveAccount;
import dcm.contract.intent.AccountIntent.ResetPassword;
import dcm.contract.intent.AccountIntent.ResumeAccount;
import dcm.contract.intent.AccountIntent.SuspendAccount;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.AccountSnapshot.Removal;
import dcm.contract.transfer.ImageFate;
import dcm.edge.access.AccountDirectory;
import dcm.edge.access.AccountRoles;
import dcm.edge.access.Caller;
import dcm.edge.description.Refusals;
import dcm.edge.problem.ProblemException;
import dcm.user.account.Accounts.Opened;
import dcm.user.identity.SignIns;
import dcm.user.identity.SignInsUnreachableException;
import dcm.user.rest.Asking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The administrators' API for accounts. */
@Path("/v1/users")
@Tag(name = "users")
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class UserResource {
    private static final Logger LOG = Logger.getLogger(UserResource.class);

    private final AccountDirectory accounts;
    private final Caller caller;
    private final Asking asking;
    private final Accounts opening;
    private final SignIns signIns;

    UserResource(AccountDirectory accounts, Caller caller, Asking asking, Accounts opening, SignIns signIns) {
        this.accounts = accounts;
        this.caller = caller;
        this.asking = asking;
        this.opening = opening;
        this.signIns = signIns;
    }

    @Schema(examples = "{\"items\": [" + UserView.EXAMPLE + "]}")
    public record Users(List<UserView> items) {}

    @GET
    @Operation(summary = "List all accounts, by name")
    public Users list() {
        return new Users(accounts.all().stream().map(UserView::of).toList());
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "Show an account")
    @Extension(name = Refusals.CODES, value = "not-found")
    public UserView show(@PathParam("name") String name) {
        return UserView.of(known(name));
    }

    private AccountSnapshot known(String name) {
        return accounts.find(new OwnerName(name))
                .orElseThrow(() -> new ProblemException(ErrorCode.NOT_FOUND, "There is no account '" + name + "'."));
    }

    @PATCH
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change what is written down about an account's person",
            description =
                    "Name, e-mail address, role, group and end. An account that has ended goes on with a later end.")
    @Extension(name = Refusals.CODES, value = "not-found,unknown-group,log-unreachable")
    public UserView change(@PathParam("name") String name, @Nullable ChangeRequest request) {
        if (request == null) {
            throw new InvalidValueException("The body is missing; it is a JSON object with what is to be different.");
        }
        OwnerName owner = new OwnerName(name);
        if (request.changesRole() && owner.equals(caller.name())) {
            throw new InvalidValueException(
                    "role: This is your own account; another administrator can give it another role.");
        }
        ChangeProfile intent = request.toIntent(Instant.now());
        Message<Event> decision = asking.ask(AggregateId.of(owner), intent);
        AccountSnapshot known = known(name);
        return UserView.of(known.with(
                intent.appliedTo(known.profile()), decision.envelope().time()));
    }

    @DELETE
    @Path("/{name}")
    @Operation(
            summary = "Remove an account",
            description =
                    "Its containers, homes, keys, network and sign-in are removed, step by step, and its images if that is"
                            + " said. It cannot be undone, and the name is not given again. A host that is away does its part when it"
                            + " returns; GET tells how far it has come, and what an account has is at /v1/holdings. Asked again while images are"
                            + " left, something else becomes of them.")
    @Extension(name = Refusals.CODES, value = "not-found,account-removed,account-has-images,log-unreachable")
    @APIResponse(
            responseCode = "202",
            description = "It has begun",
            content = @Content(schema = @Schema(implementation = UserView.class)))
    public Response remove(
            @PathParam("name") String name,
            @Parameter(
                            description =
                                    "remove: its images, too; keep: they become base images, offered to nobody until you say to"
                                            + " whom; handover: they become those of the account in to. Left out, it is refused"
                                            + " while there are some",
                            example = "keep")
                    @QueryParam("images")
                    @Nullable
                    String images,
            @Parameter(description = "With images=handover, who gets them", example = "bob") @QueryParam("to") @Nullable
                    String to) {
        OwnerName owner = new OwnerName(name);
        if (owner.equals(caller.name())) {
            throw new InvalidValueException("name: This is your own account; another administrator can remove it.");
        }
        Instant when = asking.ask(AggregateId.of(owner), removal(images, to))
                .envelope()
                .time();
        AccountSnapshot known = known(name);
        Removal removal = known.removal() == null
                ? new Removal(when, RemovalStep.CONTAINERS, List.of(), null, null, null)
                : known.removal();
        return Response.accepted(UserView.of(known.with(removal))).build();
    }

    private RemoveAccount removal(@Nullable String images, @Nullable String to) {
        if (to != null && !"handover".equals(images)) {
            throw new InvalidValueException("to: This is said with images=handover.");
        }
        return switch (images) {
            case null -> new RemoveAccount(false, null);
            case "remove" -> new RemoveAccount(true, null);
            case "keep" -> new RemoveAccount(false, new ImageFate(ImageFate.Kind.KEEP, null));
            case "handover" -> {
                OwnerName receiver = new OwnerName(Optional.ofNullable(to)
                        .orElseThrow(() -> new InvalidValueException("to: Say which account gets the images.")));
                if (accounts.find(receiver).isEmpty()) {
                    throw new ProblemException(ErrorCode.NOT_FOUND, "There is no account '" + receiver + "'.");
                }
                yield new RemoveAccount(false, new ImageFate(ImageFate.Kind.HAND_OVER, receiver));
            }
            default -> throw new InvalidValueException("images: Say remove, keep or handover, or leave it out.");
        };
    }

    @POST
    @Path("/{name}/suspend")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Suspend an account",
            description =
                    "Its person can ask for nothing, and no container lets the account's keys in, from the next request and login on."
                            + " Logins that are open stay open unless it is said that they end.")
    @Extension(name = Refusals.CODES, value = "not-found,log-unreachable")
    public UserView suspend(
            @PathParam("name") String name, @RequestBody(required = false) @Nullable SuspendRequest request) {
        OwnerName owner = new OwnerName(name);
        if (owner.equals(caller.name())) {
            throw new InvalidValueException("name: This is your own account; another administrator can suspend it.");
        }
        SuspendAccount intent = (request == null ? SuspendRequest.PLAIN : request).toIntent();
        Instant when = asking.ask(AggregateId.of(owner), intent).envelope().time();
        return UserView.of(known(name).suspended(intent.reason(), when));
    }

    @POST
    @Path("/{name}/resume")
    @Operation(
            summary = "End the suspension of an account",
            description = "Containers that were stopped by it stay stopped until she starts them.")
    @Extension(name = Refusals.CODES, value = "not-found,log-unreachable")
    public UserView resume(@PathParam("name") String name) {
        asking.ask(AggregateId.of(new OwnerName(name)), new ResumeAccount());
        return UserView.of(known(name).resumed());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Open an account")
    @Extension(name = Refusals.CODES, value = "account-exists,unknown-group,log-unreachable")
    @APIResponse(
            responseCode = "201",
            description =
                    "The account is open. Where DCM makes sign-ins, a one-time password is told, here and nowhere else",
            content = @Content(schema = @Schema(implementation = UserView.class)))
    public Response open(@Nullable OpenRequest request) {
        if (request == null) {
            throw new InvalidValueException("The body is missing; it is a JSON object with at least the field name.");
        }
        OwnerName name = request.requiredName();
        Opened opened = opening.open(name, request.toIntent(Instant.now()));
        return Response.created(URI.create("/v1/users/" + name))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(UserView.of(opened.account(), opened.oneTimePassword()))
                .build();
    }

    @POST
    @Path("/{name}/password")
    @Operation(
            summary = "Let somebody sign in with a one-time password",
            description =
                    "It replaces the one that she has, and must be changed when it is used. It is told in this answer"
                            + " and nowhere else. Where the identity provider is not DCM's own, its administrators do this.")
    @Extension(name = Refusals.CODES, value = "not-found,sign-ins-elsewhere,sign-ins-unreachable,log-unreachable")
    @APIResponse(
            responseCode = "200",
            description = "The password",
            content = @Content(schema = @Schema(implementation = OneTimePassword.class)))
    public Response resetPassword(@PathParam("name") String name) {
        if (!signIns.areOurs()) {
            throw new ProblemException(
                    ErrorCode.SIGN_INS_ELSEWHERE,
                    "The identity provider is not DCM's own; whoever administers it can give somebody a new password.");
        }
        OwnerName owner = new OwnerName(name);
        asking.ask(AggregateId.of(owner), new ResetPassword());
        try {
            signIns.ensure(owner, known(name).profile());
            return Response.ok(new OneTimePassword(signIns.oneTimePassword(owner)))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        } catch (SignInsUnreachableException e) {
            LOG.warnf("password could not be reset: account=%s reason=%s", owner, e.getMessage());
            throw new ProblemException(
                    ErrorCode.SIGN_INS_UNREACHABLE,
                    "No new password was set: " + e.getMessage() + ". Try again later.");
        }
    }

    /** A password for one sign-in, after which the user must choose a new one. */
    @Schema(examples = "{\"oneTimePassword\": \"k7m2p-x9qwe-4rtbn-d5hjc\"}")
    public record OneTimePassword(String oneTimePassword) {}
}
