package dcm.projection.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.projection.replay.ViewProgress;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.Caller;
import dcm.rest.description.ErrorResponses;
import dcm.rest.stream.StreamSlots;
import dcm.rest.stream.StreamedResponse;
import dcm.rest.stream.StreamedResponse.Source;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Streams the steps of an intent while it is carried out. */
@Path("/v1/intents/{id}/steps")
@Tag(name = "intents")
@RolesAllowed(AccountRoles.USER)
@Blocking // Quarkus cannot stream from a virtual thread
public class IntentSteps {
    private final Caller caller;
    private final StreamSlots slots;
    private final IntentQueries queries;
    private final ViewProgress progress;
    private final ObjectMapper json;

    IntentSteps(Caller caller, StreamSlots slots, IntentQueries queries, ViewProgress progress, ObjectMapper json) {
        this.caller = caller;
        this.slots = slots;
        this.queries = queries;
        this.progress = progress;
        this.json = json;
    }

    @GET
    @Produces(StreamedResponse.LINES)
    @Operation(
            operationId = "followIntent",
            summary = "Follow the steps of one of your requests until it ends, one JSON document per line",
            description = "GET /v1/intents/{id} shows the outcome.")
    @Extension(name = ErrorResponses.CODES, value = "unknown-intent")
    @APIResponse(
            responseCode = "200",
            description = "One step per line",
            content =
                    @Content(
                            mediaType = StreamedResponse.LINES,
                            schema = @Schema(implementation = IntentView.Step.class)))
    public Multi<byte[]> follow(@PathParam("id") String id, @Context HttpServerResponse response) {
        queries.show(id, 0, true); // fails for another owner's intent
        OwnerName name = caller.name();
        String intent = new IntentId(id).value();
        Source source = slots.open(
                name,
                () -> new StepsSource(
                        progress,
                        name,
                        () -> IntentQueries.find(name.value(), intent).orElseThrow(),
                        json));
        return StreamedResponse.of(response, StreamedResponse.LINES, source);
    }
}
