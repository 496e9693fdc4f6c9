package dcm.command.rest;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.intent.AccountIntent;
import dcm.contract.intent.AccountIntent.AddKeys;
import dcm.contract.intent.AccountIntent.RemoveKeys;
import dcm.contract.intent.AccountIntent.ReplaceKeys;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.Caller;
import dcm.rest.description.ErrorResponses;
import dcm.rest.entitytag.EntityTag;
import dcm.rest.problem.RequiredBody;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Endpoints for the caller's SSH keys. A change applies to the next login, in all containers, running or not. */
@Path("/v1/me/keys")
@Tag(name = "me")
@APIResponse(responseCode = "200", ref = IntentResponses.ACCOUNT_CHANGED)
@APIResponse(responseCode = "202", ref = IntentResponses.ACCEPTED)
@RolesAllowed(AccountRoles.USER)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class OwnKeysResource {
    private final IntentSubmitter submitter;
    private final DryRunAnswer dryRun;
    private final Caller caller;
    private final EntityTag tag;

    OwnKeysResource(IntentSubmitter submitter, DryRunAnswer dryRun, Caller caller, EntityTag tag) {
        this.submitter = submitter;
        this.dryRun = dryRun;
        this.caller = caller;
        this.tag = tag;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "addOwnKeys",
            summary = "Add SSH keys to your account",
            description = "Keys that you already have are ignored.")
    @Extension(name = ErrorResponses.CODES, value = OperationDescriptions.KEYS)
    public Response add(
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly, @Nullable OwnKeysRequest request) {
        return answer(new AddKeys(required(request).atLeastOne()), dryRunOnly);
    }

    private Response answer(AccountIntent intent, boolean dryRunOnly) {
        return dryRunOnly ? dryRun.answer(intent, submitter.id()) : submitter.submit(intent);
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replaceOwnKeys",
            summary = "Replace all SSH keys of your account",
            description = "GET /v1/me shows the ETag.")
    @Extension(name = ErrorResponses.CODES, value = OperationDescriptions.KEYS + ",precondition-failed")
    public Response replace(
            @QueryParam("endSessions") @DefaultValue("false") boolean endSessions,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly,
            @Nullable OwnKeysRequest request) {
        ReplaceKeys intent = new ReplaceKeys(required(request).atLeastOne(), endSessions);
        tag.check(Optional.of(caller.account()));
        return answer(intent, dryRunOnly);
    }

    @DELETE
    @Operation(
            operationId = "removeOwnKey",
            summary = "Remove an SSH key from your account",
            description = "All containers reject the key, even if a home directory still contains it.")
    @Extension(name = ErrorResponses.CODES, value = OperationDescriptions.KEYS)
    public Response remove(
            @Parameter(description = "SHA256:…, as shown by GET /v1/me, URL-encoded")
                    @QueryParam("fingerprint")
                    @Nullable
                    String fingerprint,
            @QueryParam("endSessions") @DefaultValue("false") boolean endSessions,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly) {
        if (fingerprint == null) {
            throw new InvalidValueException(
                    "fingerprint: The fingerprint of the key is required. GET /v1/me shows it.");
        }
        return answer(new RemoveKeys(List.of(fingerprint), endSessions), dryRunOnly);
    }

    private static OwnKeysRequest required(@Nullable OwnKeysRequest body) {
        return RequiredBody.of(body, "a JSON object with the field keys");
    }
}
