package dcm.command.rest;

import dcm.contract.identity.Handle;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.intent.ContainerIntent.PauseContainer;
import dcm.contract.intent.ContainerIntent.RemoveContainer;
import dcm.contract.intent.ContainerIntent.RenameContainer;
import dcm.contract.intent.ContainerIntent.RestartContainer;
import dcm.contract.intent.ContainerIntent.StartContainer;
import dcm.contract.intent.ContainerIntent.StopContainer;
import dcm.contract.intent.ContainerIntent.UnpauseContainer;
import dcm.edge.access.AccountRoles;
import dcm.edge.description.Refusals;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
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
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Endpoints for intents about the caller's containers. */
@Path("/v1/containers")
@Tag(name = "containers")
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
public class ContainerResource {
    private final Asking asking;

    ContainerResource(Asking asking) {
        this.asking = asking;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Create a container and start it",
            description =
                    "Answers 202 once it is admitted, or with Prefer: wait=SECONDS 201 when it runs. A refusal is a problem document."
                            + " With Prefer: wait=SECONDS, until=launched, 202 tells the handle as soon as the engine has started the"
                            + " container, a moment before its SSH server answers; Location leads to whether it did. With a preset, and when a"
                            + " request is repeated, it waits for the outcome."
                            + " With count, 201 means that all run, and 207 that some could not be made: what failed and why stands"
                            + " with each.")
    @Extension(name = Refusals.CODES, value = Described.CREATE)
    @APIResponse(
            responseCode = "202",
            description = "It is admitted and under way; Location leads to how it goes on",
            content =
                    @Content(
                            schema = @Schema(implementation = IntentAnswer.class),
                            examples = {
                                @ExampleObject(name = "admitted", value = Described.ADMITTED),
                                @ExampleObject(name = "launched", value = Described.LAUNCHED)
                            }))
    @APIResponse(
            responseCode = "201",
            description = "It runs; of several, all run",
            content =
                    @Content(
                            schema = @Schema(implementation = IntentAnswer.class),
                            examples = {
                                @ExampleObject(name = "one", value = Described.CREATED),
                                @ExampleObject(name = "several", value = Described.ALL_CREATED)
                            }))
    @APIResponse(
            responseCode = "207",
            description = "Of several, some could not be made: why stands with each. The others run",
            content =
                    @Content(
                            schema = @Schema(implementation = IntentAnswer.class),
                            examples = @ExampleObject(name = "some", value = Described.SOME_CREATED)))
    public Response create(
            @Parameter(description = "Repeating a request with the same key does nothing twice")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String key,
            @Parameter(
                            description =
                                    "wait=SECONDS waits for the outcome; with until=launched, of one container no longer than until the engine has"
                                            + " started it")
                    @HeaderParam("Prefer")
                    @Nullable
                    String prefer,
            @Nullable CreateRequest request) {
        if (request == null) {
            throw new InvalidValueException("The body is missing; it is a JSON object with at least the field image.");
        }
        return asking.ask(request.toIntent(), key, prefer);
    }

    @POST
    @Path("/{handle}/start")
    @Operation(summary = "Start a stopped container")
    @Extension(name = Refusals.CODES, value = Described.START)
    public Response start(
            @PathParam("handle") String handle,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @HeaderParam("Prefer") @Nullable String prefer) {
        return asking.ask(new StartContainer(new Handle(handle)), key, prefer);
    }

    @POST
    @Path("/{handle}/stop")
    @Operation(summary = "Stop a container; its files, its port and its name stay")
    @Extension(name = Refusals.CODES, value = Described.ON_CONTAINER)
    public Response stop(
            @PathParam("handle") String handle,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @HeaderParam("Prefer") @Nullable String prefer) {
        return asking.ask(new StopContainer(new Handle(handle)), key, prefer);
    }

    @POST
    @Path("/{handle}/restart")
    @Operation(summary = "Stop a container if it runs, and start it")
    @Extension(name = Refusals.CODES, value = Described.START)
    public Response restart(
            @PathParam("handle") String handle,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @HeaderParam("Prefer") @Nullable String prefer) {
        return asking.ask(new RestartContainer(new Handle(handle)), key, prefer);
    }

    @POST
    @Path("/{handle}/pause")
    @Operation(summary = "Freeze all processes of a container")
    @Extension(name = Refusals.CODES, value = Described.ON_CONTAINER)
    public Response pause(
            @PathParam("handle") String handle,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @HeaderParam("Prefer") @Nullable String prefer) {
        return asking.ask(new PauseContainer(new Handle(handle)), key, prefer);
    }

    @POST
    @Path("/{handle}/unpause")
    @Operation(summary = "Let the processes of a paused container go on")
    @Extension(name = Refusals.CODES, value = Described.ON_CONTAINER)
    public Response unpause(
            @PathParam("handle") String handle,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @HeaderParam("Prefer") @Nullable String prefer) {
        return asking.ask(new UnpauseContainer(new Handle(handle)), key, prefer);
    }

    @POST
    @Path("/{handle}/rename")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Give a container another name",
            description = "Your other containers go on finding it by the name that it was made with.")
    @Extension(name = Refusals.CODES, value = Described.RENAME)
    public Response rename(
            @PathParam("handle") String handle,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @HeaderParam("Prefer") @Nullable String prefer,
            @Nullable RenameRequest request) {
        if (request == null || request.name() == null) {
            throw new InvalidValueException("name: Say how the container is to be called.");
        }
        return asking.ask(new RenameContainer(new Handle(handle), request.name()), key, prefer);
    }

    @DELETE
    @Path("/{handle}")
    @Operation(summary = "Remove a container and all that was changed in it; homes stay")
    @Extension(name = Refusals.CODES, value = Described.ON_CONTAINER)
    public Response remove(
            @PathParam("handle") String handle,
            @Parameter(description = "Also when it runs") @QueryParam("force") @DefaultValue("false") boolean force,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @HeaderParam("Prefer") @Nullable String prefer) {
        return asking.ask(new RemoveContainer(new Handle(handle), force), key, prefer);
    }
}
