package dcm.projection.rest;

import dcm.projection.change.LiveChanges;
import dcm.projection.change.LiveEvent;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.Caller;
import dcm.rest.description.ErrorResponses;
import dcm.rest.stream.ItemSource;
import dcm.rest.stream.StreamSlots;
import dcm.rest.stream.StreamedResponse;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Instant;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Streams the changes of what the caller may see, as they happen. */
@Path("/v1/changes")
@Tag(name = "changes")
@RolesAllowed(AccountRoles.USER)
@Blocking // Quarkus cannot stream from a virtual thread
public class ChangeStream {
    private static final String EXAMPLE = """
            id: k2x9-0
            event: ready
            data: {"position":"k2x9-0","at":"2026-11-25T15:00:00Z"}

            id: k2x9-1
            event: port
            data: {"address":"192.0.2.11","port":8080,"protocol":"tcp","container":"5d60be7410595ad1","handle":31000,"name":"web","since":"2026-11-25T15:00:01Z"}

            id: k2x9-2
            event: container
            data: {"removed":true,"id":"5d60be7410595ad1"}

            id: k2x9-2
            event: heartbeat
            data: {"at":"2026-11-25T15:00:05Z"}
            """;

    private final Caller caller;
    private final JsonWebToken token;
    private final StreamSlots slots;
    private final LiveChanges changes;
    private final OwnerScope owners;

    ChangeStream(Caller caller, OwnerScope owners, JsonWebToken token, StreamSlots slots, LiveChanges changes) {
        this.caller = caller;
        this.owners = owners;
        this.token = token;
        this.slots = slots;
        this.changes = changes;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "followChanges",
            summary = "Follow the changes of your containers, images, ports, requests, quota and account",
            description = "Server-sent events. The first event is ready. After it, load what you show; then apply the"
                    + " events container, image, port, intent, quota and account, whose data is the document that a query"
                    + " returns. A removed resource has data such as {\"removed\": true, \"id\": \"5d60be7410595ad1\"};"
                    + " a removed port names only its container, and concerns all ports of it. heartbeat arrives every"
                    + " five seconds while the data is current. After reset, load everything again. After an"
                    + " interruption, send the last id in Last-Event-ID to get what you missed. Administrators can follow"
                    + " all accounts and hosts with scope=all; the field account then names the owner. They also get the"
                    + " events host, audit and quarantine. The stream ends with the access token.")
    @Extension(name = ErrorResponses.CODES, value = "forbidden")
    @APIResponse(
            responseCode = "200",
            description = "The events",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = String.class),
                            examples = @ExampleObject(name = "begin", value = EXAMPLE)))
    public Multi<OutboundSseEvent> follow(
            @Parameter(
                            description = "all: the changes of all accounts and hosts, for administrators",
                            schema = @Schema(enumeration = OwnerScope.ALL))
                    @QueryParam("scope")
                    @Nullable
                    String scope,
            @Parameter(description = "Id of the last event that you got before the connection ended")
                    @HeaderParam("Last-Event-ID")
                    @Nullable
                    String lastEventId,
            @Context Sse sse) {
        boolean all = owners.of(scope, null).isEmpty();
        Instant until = Instant.ofEpochSecond(token.getExpirationTime());
        ItemSource<LiveEvent> events =
                slots.openItems(caller.name(), () -> changes.follow(caller.name(), all, lastEventId, until));
        return StreamedResponse.items(events)
                .map(event -> sse.newEventBuilder()
                        .id(event.id())
                        .name(event.name())
                        .data(String.class, event.data())
                        .build());
    }
}
