package dcm.command.rest;

import dcm.contract.identity.ImageName;
import dcm.contract.intent.ImageIntent.RemoveImage;
import dcm.contract.intent.OwnerIntent;
import dcm.rest.access.AccountRoles;
import dcm.rest.description.ErrorResponses;
import dcm.rest.problem.RequiredBody;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Endpoints for intents about the caller's images. */
@Path("/v1/images")
@Tag(name = "images")
@APIResponse(responseCode = "200", ref = IntentResponses.DONE)
@APIResponse(responseCode = "202", ref = IntentResponses.ACCEPTED)
@RolesAllowed(AccountRoles.USER)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ImageResource {
    private final IntentSubmitter submitter;
    private final DryRunAnswer dryRun;

    ImageResource(IntentSubmitter submitter, DryRunAnswer dryRun) {
        this.submitter = submitter;
        this.dryRun = dryRun;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "commitContainer",
            summary = "Create an image from a container",
            description = "The image does not include home directories. A running container is paused during the"
                    + " commit.")
    @Extension(name = ErrorResponses.CODES, value = OperationDescriptions.COMMIT)
    @APIResponse(
            responseCode = "201",
            description = "The image is created",
            content =
                    @Content(
                            schema = @Schema(implementation = IntentResponse.class),
                            examples = @ExampleObject(name = "made", value = OperationDescriptions.IMAGE_MADE)))
    @APIResponse(responseCode = "200", ref = IntentResponses.DONE_OR_DRY_RUN)
    public Response commit(
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly, @Nullable CommitRequest body) {
        return answer(
                RequiredBody.of(body, "a JSON object with at least the fields container and name")
                        .toIntent(),
                dryRunOnly);
    }

    private Response answer(OwnerIntent intent, boolean dryRunOnly) {
        return dryRunOnly ? dryRun.answer(intent, submitter.id()) : submitter.submit(intent);
    }

    @POST
    @Path("/imports")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "importImage",
            summary = "Import an image",
            description =
                    "When the import is accepted (202), upload the archive: PUT /v1/uploads/INTENT. If the request has the"
                            + " field from, send credentials for the registry instead: PUT"
                            + " /v1/uploads/INTENT/credentials. The host tests"
                            + " logins in a container of the image before the image exists. One import at a time.")
    @Extension(name = ErrorResponses.CODES, value = OperationDescriptions.IMPORT)
    @APIResponse(
            responseCode = "201",
            description = "The image is imported",
            content =
                    @Content(
                            schema = @Schema(implementation = IntentResponse.class),
                            examples = @ExampleObject(name = "made", value = OperationDescriptions.IMAGE_FLATTENED)))
    @APIResponse(responseCode = "200", ref = IntentResponses.DONE_OR_DRY_RUN)
    public Response importImage(
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly, @Nullable ImportRequest body) {
        return answer(
                RequiredBody.of(body, "a JSON object with at least the field name")
                        .toIntent(),
                dryRunOnly);
    }

    @POST
    @Path("/{image}/flatten")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "flattenImage",
            summary = "Flatten one of your images into one layer",
            description =
                    "The flattened image replaces the image and keeps its name, entry point, environment and user. It"
                            + " shares no layer with other images, so it takes time and storage. Existing containers do"
                            + " not change.")
    @Extension(name = ErrorResponses.CODES, value = OperationDescriptions.FLATTEN)
    @APIResponse(
            responseCode = "201",
            description = "The image has one layer",
            content =
                    @Content(
                            schema = @Schema(implementation = IntentResponse.class),
                            examples = @ExampleObject(name = "made", value = OperationDescriptions.IMAGE_FLATTENED)))
    @APIResponse(responseCode = "200", ref = IntentResponses.DONE_OR_DRY_RUN)
    public Response flatten(
            @PathParam("image") String image,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly,
            @RequestBody(required = false) @Nullable FlattenRequest request) {
        return answer((request == null ? FlattenRequest.PLAIN : request).toIntent(new ImageName(image)), dryRunOnly);
    }

    @DELETE
    @Path("/{image}")
    @Operation(
            operationId = "removeImage",
            summary = "Remove one of your images",
            description = "The name is free at once. Rejected while one of your containers uses the image.")
    @Extension(name = ErrorResponses.CODES, value = OperationDescriptions.ON_IMAGE)
    @APIResponse(responseCode = "200", ref = IntentResponses.DONE_OR_DRY_RUN)
    public Response remove(
            @PathParam("image") String image, @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly) {
        return answer(new RemoveImage(new ImageName(image)), dryRunOnly);
    }
}
