package dcm.projection.rest;

import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.ImageReference;
import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.projection.image.ImageRow;
import dcm.projection.replay.ViewProgress;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.Caller;
import dcm.rest.catalog.CatalogCache;
import dcm.rest.description.ErrorResponses;
import dcm.rest.problem.ProblemException;
import dcm.rest.problem.RequiredBody;
import dcm.rest.stream.StreamSlots;
import dcm.rest.stream.StreamedResponse;
import dcm.rest.stream.StreamedResponse.Source;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Pushes the caller's images to registries. The service forwards each request with the caller's token to the worker of
 * the image's host, which checks the owner and the registry again.
 */
@Path("/v1/pushes")
@Tag(name = "images")
@RolesAllowed(AccountRoles.USER)
@Blocking // Quarkus cannot stream from a virtual thread
public class ImagePushes {
    private final Caller caller;
    private final StreamSlots slots;
    private final ViewProgress progress;
    private final WorkerClient workers;
    private final CatalogCache catalog;

    ImagePushes(Caller caller, StreamSlots slots, ViewProgress progress, WorkerClient workers, CatalogCache catalog) {
        this.caller = caller;
        this.slots = slots;
        this.progress = progress;
        this.workers = workers;
        this.catalog = catalog;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(StreamedResponse.LINES)
    @Operation(
            operationId = "pushImage",
            summary = "Push one of your images to a permitted registry",
            description =
                    "The response has one JSON document per line, while the host pushes the image. The last line has the"
                            + " digest, or the problem because of which the registry did not get the image. Without a last"
                            + " line of this kind, the result is unknown. DCM does not store the credentials.")
    @Extension(
            name = ErrorResponses.CODES,
            value = "unknown-image,ambiguous-handle,registry-not-permitted,host-unreachable")
    @APIResponse(
            responseCode = "200",
            description = "Steps of the push, and its result",
            content = @Content(mediaType = StreamedResponse.LINES, schema = @Schema(implementation = PushLine.class)))
    public Multi<byte[]> push(@Nullable PushRequest body, @Context HttpServerResponse response) {
        PushRequest request = RequiredBody.of(body, "a JSON object with the fields image and to");
        ImageName name = request.name();
        ImageReference to = request.target();
        catalog.current().objection(to.registry(), true).ifPresent(objection -> {
            throw new ProblemException(ErrorCode.REGISTRY_NOT_PERMITTED, objection);
        });
        OwnerName owner = caller.name();
        progress.catchUp(owner);
        ImageRow row = QuarkusTransaction.requiringNew()
                .call(() -> ImageQueries.own(owner, name))
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.UNKNOWN_IMAGE,
                        "You have no image '" + name + "'. You can push your own images; base images belong to the"
                                + " administrators."));
        Map<String, String> push = new HashMap<>(Map.of("image", row.id, "name", row.name, "to", to.value()));
        if (request.username() != null && request.password() != null) {
            push.put("username", request.username());
            push.put("password", request.password());
        }
        Source source = slots.open(
                owner, () -> new WorkerClient.Lines(workers.post(new HostName(row.host), "/v1/pushes", push)));
        return StreamedResponse.of(response, StreamedResponse.LINES, source);
    }
}
