package dcm.command.rest;

import dcm.contract.identity.Handle;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.intent.ContainerIntent.PauseContainer;
import dcm.contract.intent.ContainerIntent.RecreateContainer;
import dcm.contract.intent.ContainerIntent.RemoveContainer;
import dcm.contract.intent.ContainerIntent.RenameContainer;
import dcm.contract.intent.ContainerIntent.RestartContainer;
import dcm.contract.intent.ContainerIntent.StartContainer;
import dcm.contract.intent.ContainerIntent.StopContainer;
import dcm.contract.intent.ContainerIntent.UnpauseContainer;
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
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Endpoints for intents about the caller's containers. */
@Path("/v1/containers")
@Tag(name = "containers")
@APIResponse(responseCode = "200", ref = IntentResponses.DONE)
@APIResponse(responseCode = "202", ref = IntentResponses.ACCEPTED)
@RolesAllowed(AccountRoles.USER)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ContainerResource {
    private final IntentSubmitter submitter;
    private final DryRunAnswer dryRun;

    ContainerResource(IntentSubmitter submitter, DryRunAnswer dryRun) {
        this.submitter = submitter;
        this.dryRun = dryRun;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createContainer",
            summary = "Create a container and start it",
            description =
                    "Returns 202 when the request is accepted, or, with Prefer: wait=SECONDS, 201 when the container is"
                            + " running. A rejection is a problem document. To get the SSH port as early as possible,"
                            + " send Prefer: wait=SECONDS, until=launched: 202 is returned when Docker has started the"
                            + " container, without waiting for the SSH server. Requests with a preset and repeated"
                            + " requests ignore until=launched. With count, 201 means that all containers run, and 207"
                            + " that some failed, each with its reason. With dryRun=true, nothing is created or"
                            + " recorded: the answer is what DCM would do now, or the problem with which it would"
                            + " reject the request.")
    @Extension(name = ErrorResponses.CODES, value = OperationDescriptions.CREATE)
    @APIResponse(
            responseCode = "200",
            description = "The answer to a repeated request; with dryRun=true, what the request would do",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = IntentResponse.class),
                        examples = @ExampleObject(name = "repeated", value = OperationDescriptions.CREATED)),
                @Content(
                        mediaType = DryRunResponse.MEDIA_TYPE,
                        schema = @Schema(implementation = DryRunResponse.class),
                        examples = @ExampleObject(name = "dryRun", value = DryRunResponse.EXAMPLE))
            })
    @APIResponse(responseCode = "202", ref = IntentResponses.LAUNCHED)
    @APIResponse(
            responseCode = "201",
            description = "The container is running; with count, all are",
            content =
                    @Content(
                            schema = @Schema(implementation = IntentResponse.class),
                            examples = {
                                @ExampleObject(name = "one", value = OperationDescriptions.CREATED),
                                @ExampleObject(name = "several", value = OperationDescriptions.ALL_CREATED)
                            }))
    @APIResponse(
            responseCode = "207",
            description = "With count: some containers failed, each with its reason. The others are running",
            content =
                    @Content(
                            schema = @Schema(implementation = IntentResponse.class),
                            examples = @ExampleObject(name = "some", value = OperationDescriptions.SOME_CREATED)))
    public Response create(
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly, @Nullable CreateRequest body) {
        return answer(
                RequiredBody.of(body, "a JSON object with at least the field image")
                        .toIntent(),
                dryRunOnly);
    }

    private Response answer(OwnerIntent intent, boolean dryRunOnly) {
        return dryRunOnly ? dryRun.answer(intent, submitter.id()) : submitter.submit(intent);
    }

    @POST
    @Path("/{handle}/start")
    @Operation(operationId = "startContainer", summary = "Start a stopped container")
    @Extension(name = ErrorResponses.CODES, value = OperationDescriptions.START)
    @APIResponse(responseCode = "200", ref = IntentResponses.DONE_OR_DRY_RUN)
    public Response start(
            @PathParam("handle") String handle, @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly) {
        return answer(new StartContainer(new Handle(handle)), dryRunOnly);
    }

    @POST
    @Path("/{handle}/stop")
    @Operation(operationId = "stopContainer", summary = "Stop a container and keep its files, SSH port and name")
    @Extension(name = ErrorResponses.CODES, value = OperationDescriptions.ON_CONTAINER)
    @APIResponse(responseCode = "200", ref = IntentResponses.DONE_OR_DRY_RUN)
    public Response stop(
            @PathParam("handle") String handle, @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly) {
        return answer(new StopContainer(new Handle(handle)), dryRunOnly);
    }

    @POST
    @Path("/{handle}/restart")
    @Operation(operationId = "restartContainer", summary = "Restart a container, or start a stopped one")
    @Extension(name = ErrorResponses.CODES, value = OperationDescriptions.START)
    @APIResponse(responseCode = "200", ref = IntentResponses.DONE_OR_DRY_RUN)
    public Response restart(
            @PathParam("handle") String handle, @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly) {
        return answer(new RestartContainer(new Handle(handle)), dryRunOnly);
    }

    @POST
    @Path("/{handle}/pause")
    @Operation(operationId = "pauseContainer", summary = "Pause all processes of a container")
    @Extension(name = ErrorResponses.CODES, value = OperationDescriptions.ON_CONTAINER)
    @APIResponse(responseCode = "200", ref = IntentResponses.DONE_OR_DRY_RUN)
    public Response pause(
            @PathParam("handle") String handle, @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly) {
        return answer(new PauseContainer(new Handle(handle)), dryRunOnly);
    }

    @POST
    @Path("/{handle}/unpause")
    @Operation(operationId = "unpauseContainer", summary = "Unpause a container")
    @Extension(name = ErrorResponses.CODES, value = OperationDescriptions.ON_CONTAINER)
    @APIResponse(responseCode = "200", ref = IntentResponses.DONE_OR_DRY_RUN)
    public Response unpause(
            @PathParam("handle") String handle, @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly) {
        return answer(new UnpauseContainer(new Handle(handle)), dryRunOnly);
    }

    @POST
    @Path("/{handle}/rename")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "renameContainer",
            summary = "Rename a container",
            description = "Your other containers still reach the container by its original name.")
    @Extension(name = ErrorResponses.CODES, value = OperationDescriptions.RENAME)
    @APIResponse(responseCode = "200", ref = IntentResponses.DONE_OR_DRY_RUN)
    public Response rename(
            @PathParam("handle") String handle,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly,
            @Nullable RenameRequest request) {
        if (request == null || request.name() == null) {
            throw new InvalidValueException("name: The new name is required.");
        }
        return answer(new RenameContainer(new Handle(handle), request.name()), dryRunOnly);
    }

    @POST
    @Path("/{handle}/recreate")
    @Operation(
            operationId = "recreateContainer",
            summary = "Create a lost container again",
            description = "Creates the container on a host from its last specification: image, name, labels,"
                    + " environment, command, limits and published ports. It keeps its id and gets a new SSH port."
                    + " Files outside of home directories are lost. If the host of the home directories was removed,"
                    + " the answer says so: those that the new host does not have are created empty.")
    @Extension(name = ErrorResponses.CODES, value = OperationDescriptions.RECREATE)
    @APIResponse(responseCode = "200", ref = IntentResponses.DONE_OR_DRY_RUN)
    public Response recreate(
            @PathParam("handle") String handle, @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly) {
        return answer(new RecreateContainer(new Handle(handle)), dryRunOnly);
    }

    @DELETE
    @Path("/{handle}")
    @Operation(operationId = "removeContainer", summary = "Remove a container with its files, except home directories")
    @Extension(name = ErrorResponses.CODES, value = OperationDescriptions.ON_CONTAINER)
    @APIResponse(responseCode = "200", ref = IntentResponses.DONE_OR_DRY_RUN)
    public Response remove(
            @PathParam("handle") String handle,
            @Parameter(description = "Whether to remove a running container")
                    @QueryParam("force")
                    @DefaultValue("false")
                    boolean force,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly) {
        return answer(new RemoveContainer(new Handle(handle), force), dryRunOnly);
    }
}
