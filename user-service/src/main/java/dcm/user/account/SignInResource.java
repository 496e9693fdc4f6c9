package dcm.user.account;

import dcm.contract.identity.AggregateId;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.AccountIntent.RebindSignIn;
import dcm.contract.intent.AccountIntent.ReleaseSignIn;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.AccountSnapshot.SignIn;
import dcm.rest.access.AccountCache;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.Caller;
import dcm.rest.access.RecordedIssuer;
import dcm.rest.description.ErrorResponses;
import dcm.rest.entitytag.EntityTag;
import dcm.rest.issuer.IssuerSettings;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Rebinds accounts to other sign-ins, for example when the issuer changes. */
@Path("/v1/users/{name}/sign-in")
@Tag(name = "users")
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class SignInResource {
    private final AccountCache accounts;
    private final Caller caller;
    private final AdminIntentSubmitter submitter;
    private final IssuerSettings settings;
    private final RecordedIssuer recordedIssuer;
    private final EntityTag tag;

    SignInResource(
            AccountCache accounts,
            Caller caller,
            AdminIntentSubmitter submitter,
            IssuerSettings settings,
            RecordedIssuer recordedIssuer,
            EntityTag tag) {
        this.accounts = accounts;
        this.caller = caller;
        this.submitter = submitter;
        this.settings = settings;
        this.recordedIssuer = recordedIssuer;
        this.tag = tag;
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "bindSignIn",
            summary = "Bind an account to a sign-in",
            description = "Replaces an earlier binding. From then on, only tokens with this issuer and subject are the"
                    + " account's. GET /v1/users/{name} shows the ETag.")
    @Extension(
            name = ErrorResponses.CODES,
            value = "not-found,account-removed,sign-in-taken,log-unreachable,precondition-failed")
    public UserView bind(@PathParam("name") String name, @Nullable SignInRequest body) {
        SignInRequest request = RequiredBody.of(body, "a JSON object with at least the field subject");
        OwnerName owner = otherThanCaller(name);
        tag.check(accounts.find(owner));
        SignIn requested = request.signIn(settings.issuer());
        SignIn signIn = new SignIn(recordedIssuer.of(requested.issuer()), requested.subject());
        accounts.find(signIn)
                .filter(account -> !account.name().equals(owner) && !account.isRemoved())
                .ifPresent(account -> {
                    throw new ProblemException(
                            ErrorCode.SIGN_IN_TAKEN,
                            "This sign-in is bound to the account '" + account.name() + "'. Release it there first.");
                });
        submitter.submit(AggregateId.of(owner), new RebindSignIn(signIn.issuer(), signIn.subject()));
        return UserView.of(known(owner).with(signIn));
    }

    @DELETE
    @Operation(
            operationId = "releaseSignIn",
            summary = "Release an account from its sign-in",
            description = "The next sign-in whose name claim is the account's name is bound to the account.")
    @Extension(name = ErrorResponses.CODES, value = "not-found,account-removed,log-unreachable")
    public UserView release(@PathParam("name") String name) {
        OwnerName owner = otherThanCaller(name);
        submitter.submit(AggregateId.of(owner), new ReleaseSignIn());
        return UserView.of(known(owner).withoutSignIn());
    }

    /** Administrators who rebound their own account could lock themselves out. */
    private OwnerName otherThanCaller(String name) {
        OwnerName owner = new OwnerName(name);
        if (owner.equals(caller.name())) {
            throw new InvalidValueException("name: You cannot rebind your own account. Ask another administrator.");
        }
        return owner;
    }

    private AccountSnapshot known(OwnerName owner) {
        return accounts.find(owner)
                .orElseThrow(() -> new ProblemException(ErrorCode.NOT_FOUND, "There is no account '" + owner + "'."));
    }
}
