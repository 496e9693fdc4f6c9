package dcm.user.key;

import dcm.contract.event.AccountEvent.KeysChanged;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.AccountIntent;
import dcm.contract.intent.AccountIntent.AddKeys;
import dcm.contract.intent.AccountIntent.RemoveKeys;
import dcm.contract.intent.AccountIntent.ReplaceKeys;
import dcm.rest.access.AccountCache;
import dcm.rest.access.AccountRoles;
import dcm.rest.description.ErrorResponses;
import dcm.rest.entitytag.EntityTag;
import dcm.rest.problem.RequiredBody;
import dcm.user.rest.AdminIntentSubmitter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The administrators' API for an account's SSH keys. A change applies at the next login to any of the owner's
 * containers.
 */
@Path("/v1/users/{name}/keys")
@Tag(name = "users")
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class KeyResource {
    private final AccountCache accounts;
    private final AdminIntentSubmitter submitter;
    private final EntityTag tag;

    KeyResource(AccountCache accounts, AdminIntentSubmitter submitter, EntityTag tag) {
        this.accounts = accounts;
        this.submitter = submitter;
        this.tag = tag;
    }

    @GET
    @Operation(operationId = "listUserKeys", summary = "List an account's SSH keys")
    @Extension(name = ErrorResponses.CODES, value = "not-found")
    public Keys list(@PathParam("name") String name) {
        OwnerName owner = new OwnerName(name);
        return Keys.of(owner, tag.show(accounts.get(owner)).keys(), accounts.all());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "addUserKeys",
            summary = "Add SSH keys to an account",
            description = "Keys that the account already has are ignored. A key that another account also has gets a"
                    + " warning.")
    @Extension(name = ErrorResponses.CODES, value = "not-found,quota-exceeded")
    public Keys add(@PathParam("name") String name, @Nullable KeysRequest request) {
        return change(name, new AddKeys(required(request).requiredKeys()));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "replaceUserKeys", summary = "Replace all SSH keys of an account")
    @Extension(name = ErrorResponses.CODES, value = "not-found,quota-exceeded,precondition-failed")
    public Keys replace(
            @PathParam("name") String name,
            @QueryParam("endSessions") @DefaultValue("false") boolean endSessions,
            @Nullable KeysRequest request) {
        ReplaceKeys intent = new ReplaceKeys(required(request).requiredKeys(), endSessions);
        tag.check(accounts.find(new OwnerName(name)));
        return change(name, intent);
    }

    @DELETE
    @Operation(
            operationId = "removeUserKey",
            summary = "Remove an SSH key from an account",
            description = "All containers reject the key, even if a home directory still contains it.")
    @Extension(name = ErrorResponses.CODES, value = "not-found,unknown-key")
    public Keys remove(
            @PathParam("name") String name,
            @Parameter(description = "SHA256:…, as listed, URL-encoded") @QueryParam("fingerprint") @Nullable
                    String fingerprint,
            @QueryParam("endSessions") @DefaultValue("false") boolean endSessions) {
        if (fingerprint == null) {
            throw new InvalidValueException(
                    "fingerprint: The fingerprint of the key is required. The list of keys shows it.");
        }
        return change(name, new RemoveKeys(List.of(fingerprint), endSessions));
    }

    private static KeysRequest required(@Nullable KeysRequest body) {
        return RequiredBody.of(body, "a JSON object with the field keys");
    }

    private Keys change(String name, AccountIntent intent) {
        OwnerName owner = new OwnerName(name);
        return submitter.submit(AggregateId.of(owner), intent).payload() instanceof KeysChanged changed
                ? Keys.of(owner, changed.keys(), accounts.all())
                : list(name);
    }
}
