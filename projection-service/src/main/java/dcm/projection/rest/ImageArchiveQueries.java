package dcm.projection.rest;

import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.projection.image.ImageRow;
import dcm.projection.replay.ViewProgress;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.Caller;
import dcm.rest.description.ErrorResponses;
import dcm.rest.problem.ProblemException;
import dcm.rest.stream.StreamSlots;
import dcm.rest.stream.StreamedResponse;
import dcm.rest.stream.StreamedResponse.Source;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Exports the caller's images. The service forwards each request in the caller's name to the worker of the image's
 * host, which checks the owner again.
 */
@Path("/v1/images/{image}/archive")
@Tag(name = "images")
@RolesAllowed(AccountRoles.USER)
@Blocking // Quarkus cannot stream from a virtual thread
public class ImageArchiveQueries {
    /** The media type of an archive. */
    static final String TAR = "application/x-tar";

    private final Caller caller;
    private final StreamSlots slots;
    private final ViewProgress progress;
    private final WorkerClient workers;

    ImageArchiveQueries(Caller caller, StreamSlots slots, ViewProgress progress, WorkerClient workers) {
        this.caller = caller;
        this.slots = slots;
        this.progress = progress;
        this.workers = workers;
    }

    @GET
    @Produces(TAR)
    @Operation(
            operationId = "exportImage",
            summary = "Export one of your images",
            description = "An archive in the format of docker save; 'docker load' reads it. If the export fails, the"
                    + " connection breaks before the end of the archive.")
    @Extension(name = ErrorResponses.CODES, value = "unknown-image,ambiguous-handle,engine-failed,host-unreachable")
    @APIResponse(
            responseCode = "200",
            description = "The archive",
            content =
                    @Content(
                            mediaType = TAR,
                            schema = @Schema(type = SchemaType.STRING, format = "binary"),
                            examples = @ExampleObject(name = "archive", value = "The bytes of a tar archive.")))
    public Multi<byte[]> export(@PathParam("image") String image, @Context HttpServerResponse response) {
        ImageName name = new ImageName(image);
        OwnerName owner = caller.name();
        progress.catchUp(owner);
        ImageRow row = QuarkusTransaction.requiringNew()
                .call(() -> ImageQueries.own(owner, name))
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.UNKNOWN_IMAGE,
                        "You have no image '" + name + "'. You can export your own images; base images belong to the"
                                + " administrators."));
        String path = "/v1/images/" + row.id + "/archive?name=" + URLEncoder.encode(row.name, StandardCharsets.UTF_8);
        Source source = slots.open(owner, () -> new WorkerClient.Passed(workers.get(new HostName(row.host), path)));
        return StreamedResponse.of(response, TAR, source);
    }
}
