package dcm.projection.rest;

import dcm.contract.identity.OwnerName;
import dcm.projection.replay.ViewProgress;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.Caller;
import dcm.rest.stream.StreamSlots;
import dcm.rest.stream.StreamedResponse;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Streams the resource usage of all running containers of the caller. */
@Path("/v1/stats")
@Tag(name = "containers")
@RolesAllowed(AccountRoles.USER)
@Blocking // Quarkus cannot stream from a virtual thread
public class StatsQueries {
    private final Caller caller;
    private final StreamSlots slots;
    private final ViewProgress progress;
    private final WorkerClient workers;

    StatsQueries(Caller caller, StreamSlots slots, ViewProgress progress, WorkerClient workers) {
        this.caller = caller;
        this.slots = slots;
        this.progress = progress;
        this.workers = workers;
    }

    @GET
    @Produces(StreamedResponse.LINES)
    @Operation(
            operationId = "listStats",
            summary = "Show the CPU, memory, network, disk and process usage of all your running containers",
            description = "JSON documents, each on one line: one for each container; with follow=true, one for each"
                    + " container per second, also for containers that start later. Containers of hosts that do not respond"
                    + " are missing.")
    @APIResponse(
            responseCode = "200",
            description = "One JSON document per line",
            content =
                    @Content(
                            mediaType = StreamedResponse.LINES,
                            schema = @Schema(implementation = OwnContainerStats.class)))
    public Multi<byte[]> stats(
            @Parameter(description = "Whether to repeat this every second") @QueryParam("follow") @DefaultValue("false")
                    boolean follow,
            @Context HttpServerResponse response) {
        OwnerName owner = caller.name();
        progress.catchUp(owner);
        return StreamedResponse.of(
                response,
                StreamedResponse.LINES,
                slots.open(
                        owner,
                        () -> new OwnStats(
                                () -> OwnStats.running(owner),
                                host -> new WorkerClient.Lines(workers.get(host, "/v1/stats?follow=" + follow, owner)),
                                InstantSource.system(),
                                follow)));
    }
}
