package dcm.command.rest;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.intent.AccountIntent.AddKeys;
import dcm.contract.intent.AccountIntent.RemoveKeys;
import dcm.contract.intent.AccountIntent.ReplaceKeys;
import dcm.rest.access.AccountRoles;
import dcm.rest.description.ErrorResponses;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Endpoints for the caller's SSH keys. A change applies to the next login, in all containers, running or not. */
@Path("/v1/me/keys")
@Tag(name = "me")
@APIResponse(
        responseCode = "200",
        description = "Done. GET /v1/me shows the keys",
        content =
                @Content(
                        schema = @Schema(implementation = IntentResponse.class),
                        examples = @ExampleObject(name = "done", value = OperationDescriptions.ACCOUNT_CHANGED)))
@RolesAllowed(AccountRoles.USER)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class OwnKeysResource {
    private final IntentSubmitter asking;

    OwnKeysResource(IntentSubmitter asking) {
        this.asking = asking;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Add SSH keys to your account", description = "Keys that you already have are ignored.")
    @Extension(name = ErrorResponses.CODES, value = OperationDescriptions.KEYS)
    public Response add(
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @HeaderParam("Prefer") @Nullable String prefer,
            @Nullable OwnKeysRequest request) {
        return asking.ask(new AddKeys(required(request).atLeastOne()), key, prefer);
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Replace all SSH keys of your account")
    @Extension(name = ErrorResponses.CODES, value = OperationDescriptions.KEYS)
    public Response replace(
            @Parameter(description = "Whether to end all your open SSH sessions, regardless of their keys")
                    @QueryParam("endSessions")
                    @DefaultValue("false")
                    boolean endSessions,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @HeaderParam("Prefer") @Nullable String prefer,
            @Nullable OwnKeysRequest request) {
        return asking.ask(new ReplaceKeys(required(request).atLeastOne(), endSessions), key, prefer);
    }

    @DELETE
    @Operation(
            summary = "Remove an SSH key from your account",
            description = "All containers reject the key, even if a home directory still contains it.")
    @Extension(name = ErrorResponses.CODES, value = OperationDescriptions.KEYS)
    public Response remove(
            @Parameter(description = "SHA256:…, as shown by GET /v1/me, URL-encoded")
                    @QueryParam("fingerprint")
                    @Nullable
                    String fingerprint,
            @Parameter(description = "Whether to end all your open SSH sessions, regardless of their keys")
                    @QueryParam("endSessions")
                    @DefaultValue("false")
                    boolean endSessions,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @HeaderParam("Prefer") @Nullable String prefer) {
        if (fingerprint == null) {
            throw new InvalidValueException(
                    "fingerprint: The fingerprint of the key is required. GET /v1/me shows it.");
        }
        return asking.ask(new RemoveKeys(List.of(fingerprint), endSessions), key, prefer);
    }

    private static OwnKeysRequest required(@Nullable OwnKeysRequest request) {
        if (request == null) {
            throw new InvalidValueException("The body is missing. Send a JSON object with the field keys.");
        }
        return request;
    }
}
