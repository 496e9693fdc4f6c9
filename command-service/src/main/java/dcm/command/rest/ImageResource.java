package dcm.command.rest;

import dcm.contract.identity.ImageName;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.intent.ImageIntent.RemoveImage;
import dcm.edge.access.AccountRoles;
import dcm.edge.description.Refusals;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Endpoints for intents about the caller's images. */
@Path("/v1/images")
@Tag(name = "images")
@APIResponse(
        responseCode = "200",
        description = "It is done; or what became of the earlier request with this Idempotency-Key",
        content =
                @Content(
                        schema = @Schema(implementation = IntentAnswer.class),
                        examples = @ExampleObject(name = "done", value = Described.DONE)))
@APIResponse(
        responseCode = "202",
        description = "It is admitted and under way; Location leads to how it goes on",
        content =
                @Content(
                        schema = @Schema(implementation = IntentAnswer.class),
                        examples = @ExampleObject(name = "admitted", value = Described.ADMITTED)))
@RolesAllowed(AccountRoles.USER)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ImageResource {
    private final Asking asking;

    ImageResource(Asking asking) {
        this.asking = asking;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make an image of a container",
            description = "Homes are mounted and no part of it. A running container is paused meanwhile.")
    @Extension(name = Refusals.CODES, value = Described.COMMIT)
    @APIResponse(
            responseCode = "201",
            description = "The image is there",
            content =
                    @Content(
                            schema = @Schema(implementation = IntentAnswer.class),
                            examples = @ExampleObject(name = "made", value = Described.IMAGE_MADE)))
    public Response commit(
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Parameter(description = "wait=SECONDS waits for the outcome") @HeaderParam("Prefer") @Nullable
                    String prefer,
            @Nullable CommitRequest request) {
        if (request == null) {
            throw new InvalidValueException(
                    "The body is missing; it is a JSON object with at least the fields container and name.");
        }
        return asking.ask(request.toIntent(), key, prefer);
    }

    @POST
    @Path("/{image}/flatten")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Put all files of an image of yours into one layer",
            description =
                    "What is made takes the image's name, and keeps its entry point, environment and user. It shares no"
                            + " layer with others, so it takes time and space. Containers that were made of the image keep what they have.")
    @Extension(name = Refusals.CODES, value = Described.FLATTEN)
    @APIResponse(
            responseCode = "201",
            description = "The image has one layer",
            content =
                    @Content(
                            schema = @Schema(implementation = IntentAnswer.class),
                            examples = @ExampleObject(name = "made", value = Described.IMAGE_FLATTENED)))
    public Response flatten(
            @Parameter(description = "NAME:TAG, or NAME if it has one tag only") @PathParam("image") String image,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Parameter(description = "wait=SECONDS waits for the outcome") @HeaderParam("Prefer") @Nullable
                    String prefer,
            @RequestBody(required = false) @Nullable FlattenRequest request) {
        return asking.ask(
                (request == null ? FlattenRequest.PLAIN : request).toIntent(new ImageName(image)), key, prefer);
    }

    @DELETE
    @Path("/{image}")
    @Operation(
            summary = "Remove an image of yours",
            description = "Its name is gone at once. Refused while one of your containers was made of it.")
    @Extension(name = Refusals.CODES, value = Described.ON_IMAGE)
    public Response remove(
            @Parameter(description = "NAME:TAG, or NAME if it has one tag only") @PathParam("image") String image,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @HeaderParam("Prefer") @Nullable String prefer) {
        return asking.ask(new RemoveImage(new ImageName(image)), key, prefer);
    }
}
