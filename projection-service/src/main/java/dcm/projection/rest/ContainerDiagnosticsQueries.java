package dcm.projection.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.projection.container.ContainerRow;
import dcm.projection.replay.ViewProgress;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.Caller;
import dcm.rest.description.ErrorResponses;
import dcm.rest.problem.ProblemException;
import dcm.rest.stream.StreamSlots;
import dcm.rest.stream.StreamedResponse;
import dcm.rest.stream.StreamedResponse.Source;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Queries about logs, stats and processes of the caller's containers. The service forwards each request in the
 * caller's name to the worker of the container's host, which checks the owner again.
 */
@Path("/v1/containers/{handle}")
@Tag(name = "containers")
@RolesAllowed(AccountRoles.USER)
@Blocking // Quarkus cannot stream from a virtual thread
public class ContainerDiagnosticsQueries {
    private final Caller caller;
    private final StreamSlots slots;
    private final ViewProgress progress;
    private final WorkerClient workers;
    private final ObjectMapper json;

    ContainerDiagnosticsQueries(
            Caller caller, StreamSlots slots, ViewProgress progress, WorkerClient workers, ObjectMapper json) {
        this.caller = caller;
        this.slots = slots;
        this.progress = progress;
        this.workers = workers;
        this.json = json;
    }

    @GET
    @Path("/logs")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(
            operationId = "getContainerLogs",
            summary = "Show the logs of a container",
            description = "Standard output and standard error of the command and of the SSH server.")
    @Extension(name = ErrorResponses.CODES, value = "unknown-container,ambiguous-handle,engine-failed,host-unreachable")
    @APIResponse(
            responseCode = "200",
            description = "The logs as text",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_PLAIN,
                            schema = @Schema(implementation = String.class),
                            examples = @ExampleObject(name = "begin", value = "Server listening on 0.0.0.0 port 22.")))
    public Multi<byte[]> logs(
            @PathParam("handle") String handle,
            @Parameter(description = "Number of lines from the end") @QueryParam("tail") @DefaultValue("100") int tail,
            @Parameter(description = "Whether each line begins with the time of its output, in UTC")
                    @QueryParam("timestamps")
                    @DefaultValue("false")
                    boolean timestamps,
            @Parameter(description = "Whether to follow the logs") @QueryParam("follow") @DefaultValue("false")
                    boolean follow,
            @Context HttpServerResponse response) {
        // An older worker does not know the parameter.
        String query = "tail=" + tail + "&follow=" + follow + (timestamps ? "&timestamps=true" : "");
        Source source = slots.open(caller.name(), () -> new WorkerClient.Passed(ask(handle, "logs?" + query)));
        return StreamedResponse.of(response, MediaType.TEXT_PLAIN + ";charset=utf-8", source);
    }

    @GET
    @Path("/stats")
    @Produces(StreamedResponse.LINES)
    @Operation(
            operationId = "getContainerStats",
            summary = "Show the CPU, memory, network, disk and process usage of a container",
            description = "With follow=true, one JSON document per second, each on one line.")
    @Extension(
            name = ErrorResponses.CODES,
            value = "unknown-container,ambiguous-handle,wrong-state,engine-failed,host-unreachable")
    @APIResponse(
            responseCode = "200",
            description = "One JSON document; with follow=true, one per second, each on one line",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = ContainerStats.class)),
                @Content(mediaType = StreamedResponse.LINES, schema = @Schema(implementation = ContainerStats.class))
            })
    public Multi<byte[]> stats(
            @PathParam("handle") String handle,
            @Parameter(description = "Whether to repeat this every second") @QueryParam("follow") @DefaultValue("false")
                    boolean follow,
            @Context HttpServerResponse response) {
        Source source = slots.open(caller.name(), () -> new WorkerClient.Lines(ask(handle, "stats?follow=" + follow)));
        return StreamedResponse.of(response, follow ? StreamedResponse.LINES : MediaType.APPLICATION_JSON, source);
    }

    @GET
    @Path("/top")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listContainerProcesses",
            summary = "List the processes of a container, with process ids of its host")
    @Extension(
            name = ErrorResponses.CODES,
            value = "unknown-container,ambiguous-handle,wrong-state,engine-failed,host-unreachable")
    public ContainerProcesses top(@PathParam("handle") String handle) {
        return slots.during(caller.name(), () -> {
            try (InputStream answer = ask(handle, "top")) {
                return json.readValue(WorkerClient.limited(answer), ContainerProcesses.class);
            } catch (IOException e) {
                throw new ProblemException(
                        ErrorCode.HOST_UNREACHABLE, "The host did not return a list of processes. Try again later.");
            }
        });
    }

    private InputStream ask(String handle, String what) {
        OwnerName owner = caller.name();
        progress.catchUp(owner);
        ContainerRow container = Handles.find(owner, handle);
        return workers.get(new HostName(container.host), "/v1/containers/" + container.id + "/" + what);
    }
}
