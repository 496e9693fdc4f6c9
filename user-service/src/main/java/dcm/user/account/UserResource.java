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
import dcm.contract.transfer.ImageRemovalPolicy;
import dcm.rest.access.AccountCache;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.Caller;
import dcm.rest.description.ErrorResponses;
import dcm.rest.entitytag.EntityTag;
import dcm.rest.host.HostCache;
import dcm.rest.issuer.IssuerSettings;
import dcm.rest.problem.ProblemException;
import dcm.rest.problem.RequiredBody;
import dcm.user.account.AccountOpening.Opened;
import dcm.user.identity.IdentityProviderException;
import dcm.user.identity.SignIns;
import dcm.user.rest.AdminIntentSubmitter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
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

    private final AccountCache accounts;
    private final HostCache hosts;
    private final Caller caller;
    private final AdminIntentSubmitter submitter;
    private final EntityTag tag;
    private final AccountOpening opening;
    private final SignIns signIns;
    private final IssuerSettings issuer;

    UserResource(
            AccountCache accounts,
            HostCache hosts,
            Caller caller,
            AdminIntentSubmitter submitter,
            EntityTag tag,
            AccountOpening opening,
            SignIns signIns,
            IssuerSettings issuer) {
        this.accounts = accounts;
        this.hosts = hosts;
        this.caller = caller;
        this.submitter = submitter;
        this.tag = tag;
        this.opening = opening;
        this.signIns = signIns;
        this.issuer = issuer;
    }

    @GET
    @Path("/{name}")
    @Operation(operationId = "getUser", summary = "Show an account")
    @Extension(name = ErrorResponses.CODES, value = "not-found")
    public UserView show(@PathParam("name") String name) {
        return UserView.of(tag.show(known(name)), hosts::find);
    }

    private AccountSnapshot known(String name) {
        return accounts.get(new OwnerName(name));
    }

    @PATCH
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "changeUser",
            summary = "Change the profile of an account",
            description =
                    "The profile has the full name, e-mail address, role, group and expiry time. A later expiry time"
                            + " resumes an expired account.")
    @Extension(name = ErrorResponses.CODES, value = "not-found,unknown-group,precondition-failed")
    public UserView change(
            @PathParam("name") String name,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly,
            @Nullable ChangeRequest body) {
        ChangeRequest request = RequiredBody.of(body, "a JSON object with the fields to change");
        OwnerName owner = new OwnerName(name);
        if (request.changesRole() && owner.equals(caller.name())) {
            throw new InvalidValueException("role: You cannot change your own role. Ask another administrator.");
        }
        ChangeProfile intent = request.toIntent(Instant.now());
        tag.check(accounts.find(owner));
        Message<Event> decision = submitter.submit(AggregateId.of(owner), intent, dryRunOnly);
        AccountSnapshot known = known(name);
        return UserView.of(known.with(
                intent.appliedTo(known.profile()), decision.envelope().time()));
    }

    @DELETE
    @Path("/{name}")
    @Operation(
            operationId = "removeUser",
            summary = "Remove an account",
            description =
                    "Removes the containers, home directories, keys, network and sign-in of the account step by step,"
                            + " and its images as requested. A removal cannot be undone, and the name is never reused."
                            + " A host that is down completes its part when it returns. GET shows the progress, and"
                            + " /v1/holdings lists what the account has. Repeat the request to change what happens to"
                            + " images that are left.")
    @Extension(name = ErrorResponses.CODES, value = "not-found,account-removed,account-has-images,homes-moving")
    @APIResponse(
            responseCode = "202",
            description = "The removal has started",
            content = @Content(schema = @Schema(implementation = UserView.class)))
    public Response remove(
            @PathParam("name") String name,
            @Parameter(
                            description =
                                    "remove: remove the images; keep: make them base images, which no one may use until"
                                            + " you permit it; handover: transfer them to the account in to. Without"
                                            + " images, the request is rejected while the account has images",
                            example = "keep")
                    @QueryParam("images")
                    @Nullable
                    String images,
            @Parameter(description = "With images=handover: account that receives the images", example = "bob")
                    @QueryParam("to")
                    @Nullable
                    String to,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly) {
        OwnerName owner = new OwnerName(name);
        if (owner.equals(caller.name())) {
            throw new InvalidValueException("name: You cannot remove your own account. Ask another administrator.");
        }
        Instant when = submitter
                .submit(AggregateId.of(owner), removal(images, to), dryRunOnly)
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
            throw new InvalidValueException("to: Set this only with images=handover.");
        }
        return switch (images) {
            case null -> new RemoveAccount(false, null);
            case "remove" -> new RemoveAccount(true, null);
            case "keep" -> new RemoveAccount(false, new ImageRemovalPolicy(ImageRemovalPolicy.Kind.KEEP, null));
            case "handover" -> {
                OwnerName receiver = new OwnerName(Optional.ofNullable(to)
                        .orElseThrow(() -> new InvalidValueException("to: The receiving account is required.")));
                if (known(receiver.value()).removal() != null) {
                    throw new ProblemException(
                            ErrorCode.ACCOUNT_REMOVED,
                            "to: The account '" + receiver + "' is removed or being removed. Choose another receiver.");
                }
                yield new RemoveAccount(false, new ImageRemovalPolicy(ImageRemovalPolicy.Kind.HAND_OVER, receiver));
            }
            default -> throw new InvalidValueException("images: One of remove, keep and handover, or none.");
        };
    }

    @POST
    @Path("/{name}/suspend")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "suspendUser",
            summary = "Suspend an account",
            description =
                    "From then on, DCM rejects the user's requests, and all containers reject the account's keys. Open"
                            + " SSH sessions stay open unless the request ends them.")
    @Extension(name = ErrorResponses.CODES, value = "not-found")
    public UserView suspend(
            @PathParam("name") String name,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly,
            @RequestBody(required = false) @Nullable SuspendRequest request) {
        OwnerName owner = new OwnerName(name);
        if (owner.equals(caller.name())) {
            throw new InvalidValueException("name: You cannot suspend your own account. Ask another administrator.");
        }
        SuspendAccount intent = (request == null ? SuspendRequest.PLAIN : request).toIntent();
        Instant when = submitter
                .submit(AggregateId.of(owner), intent, dryRunOnly)
                .envelope()
                .time();
        return UserView.of(known(name).suspend(intent.reason(), when));
    }

    @POST
    @Path("/{name}/resume")
    @Operation(
            operationId = "resumeUser",
            summary = "End the suspension of an account",
            description = "Containers that the suspension stopped stay stopped until the owner starts them.")
    @Extension(name = ErrorResponses.CODES, value = "not-found")
    public UserView resume(
            @PathParam("name") String name, @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly) {
        submitter.submit(AggregateId.of(new OwnerName(name)), new ResumeAccount(), dryRunOnly);
        return UserView.of(known(name).resume());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "openUser", summary = "Open an account")
    @Extension(name = ErrorResponses.CODES, value = "account-exists,unknown-group")
    @APIResponse(
            responseCode = "201",
            description = "The account is open. If DCM manages the identity provider, only this response contains the"
                    + " one-time password",
            content = @Content(schema = @Schema(implementation = UserView.class)))
    public Response open(@QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly, @Nullable OpenRequest body) {
        OpenRequest request = RequiredBody.of(body, "a JSON object with at least the field name");
        OwnerName name = request.requiredName();
        Opened opened = opening.open(name, request.toIntent(Instant.now()), dryRunOnly);
        return Response.created(URI.create("/v1/users/" + name))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(UserView.of(opened.account(), opened.oneTimePassword()))
                .build();
    }

    @POST
    @Path("/{name}/password")
    @Operation(
            operationId = "resetPassword",
            summary = "Set a one-time password for a user",
            description = "It replaces the user's password and must be changed at the next sign-in. Only this response"
                    + " contains it. Rejected if DCM does not manage the identity provider.")
    @Extension(name = ErrorResponses.CODES, value = "not-found,sign-ins-elsewhere,sign-ins-unreachable")
    @APIResponse(
            responseCode = "200",
            description = "The one-time password",
            content = @Content(schema = @Schema(implementation = OneTimePassword.class)))
    public Response resetPassword(@PathParam("name") String name) {
        if (!signIns.areOurs()) {
            throw new ProblemException(
                    ErrorCode.SIGN_INS_ELSEWHERE,
                    "Passwords are managed at the identity provider "
                            + issuer.issuer().orElse("") + ", not by DCM. Set a new one there.");
        }
        OwnerName owner = new OwnerName(name);
        submitter.submit(AggregateId.of(owner), new ResetPassword());
        try {
            signIns.ensure(owner, known(name).profile());
            return Response.ok(new OneTimePassword(signIns.oneTimePassword(owner)))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        } catch (IdentityProviderException e) {
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
