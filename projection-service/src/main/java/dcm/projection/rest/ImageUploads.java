package dcm.projection.rest;

import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.projection.image.ImageRow;
import dcm.projection.replay.ViewProgress;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.Caller;
import dcm.rest.description.ErrorResponses;
import dcm.rest.problem.LargeBody;
import dcm.rest.problem.ProblemException;
import dcm.rest.problem.RequiredBody;
import dcm.rest.stream.StreamSlots;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Receives the archives of the caller's imports, and credentials for registries. The service forwards them in the caller's name to the worker of the
 * image's host, which checks the owner again.
 */
@Path("/v1/uploads/{intent}")
@Tag(name = "images")
@RolesAllowed(AccountRoles.USER)
@Blocking
public class ImageUploads {
    private final Caller caller;
    private final StreamSlots slots;
    private final ViewProgress progress;
    private final WorkerClient workers;

    ImageUploads(Caller caller, StreamSlots slots, ViewProgress progress, WorkerClient workers) {
        this.caller = caller;
        this.slots = slots;
        this.progress = progress;
        this.workers = workers;
    }

    @PUT
    @Consumes(ImageArchiveQueries.TAR)
    @LargeBody
    @Operation(
            operationId = "uploadImage",
            summary = "Upload the archive of an import",
            description =
                    "Send an archive in the format of docker save within 30 seconds after the import was accepted."
                            + " The response comes when the host has read the archive; the outcome of the import is that of its"
                            + " intent.")
    @Extension(name = ErrorResponses.CODES, value = "unknown-intent,wrong-state,host-unreachable")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = ImageArchiveQueries.TAR,
                            schema = @Schema(type = SchemaType.STRING, format = "binary"),
                            examples = @ExampleObject(name = "archive", value = "The bytes of a tar archive.")))
    @APIResponse(responseCode = "204", description = "The host has read the archive")
    public void upload(
            @Parameter(description = "The intent of the import") @PathParam("intent") String intent,
            InputStream archive,
            @Context HttpServerResponse response) {
        response.putHeader("Connection", "close"); // the rest of a rejected archive is not read
        forward(intent, (host, path) -> workers.put(host, path, archive));
    }

    @PUT
    @Path("/credentials")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "sendRegistryCredentials",
            summary = "Send the credentials for an import from a registry",
            description =
                    "Send them within 30 seconds after the import was accepted; an empty object for an anonymous request."
                            + " They go to the host only, and are not stored. The outcome of the import is that of its"
                            + " intent.")
    @Extension(name = ErrorResponses.CODES, value = "unknown-intent,wrong-state,host-unreachable")
    @APIResponse(responseCode = "204", description = "The host has the credentials")
    public void credentials(
            @Parameter(description = "The intent of the import") @PathParam("intent") String intent,
            @Nullable RegistryLogin body) {
        RegistryLogin login = RequiredBody.of(body, "a JSON object, {} for an anonymous request");
        forward(intent, (host, path) -> workers.put(host, path + "/credentials", (Object) login));
    }

    private void forward(String intent, BiConsumer<HostName, String> request) {
        ImageId image = ImageId.of(new IntentId(intent));
        OwnerName owner = caller.name();
        progress.catchUp(owner);
        String host = QuarkusTransaction.requiringNew()
                .call(() -> ImageRow.importing(owner.value(), image.value()))
                .map(row -> row.host)
                .orElseThrow(() ->
                        new ProblemException(ErrorCode.UNKNOWN_INTENT, "You have no import in progress with this id."));
        slots.during(owner, () -> {
            request.accept(new HostName(host), "/v1/uploads/" + image);
            return host;
        });
    }
}
