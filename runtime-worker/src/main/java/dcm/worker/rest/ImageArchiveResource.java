package dcm.worker.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.ImageReference;
import dcm.contract.problem.ErrorCode;
import dcm.rest.access.WorkerToken;
import dcm.rest.problem.LargeBody;
import dcm.rest.problem.ProblemException;
import dcm.rest.stream.StreamSlots;
import dcm.rest.stream.StreamedResponse;
import dcm.rest.stream.StreamedResponse.Source;
import dcm.worker.UserImages;
import dcm.worker.Worker;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;

/**
 * Exports and pushes the caller's images, and receives the archives and credentials of the caller's imports. The caller is the account in
 * the token of projection-service.
 */
@Path("/v1")
@RolesAllowed(WorkerToken.USER)
@Blocking // streams cannot run on a virtual thread
public class ImageArchiveResource {
    private static final String TAR = "application/x-tar";

    private final TokenAccount caller;
    private final StreamSlots slots;
    private final ImageExports exports;
    private final Worker worker;
    private final ObjectMapper json;

    ImageArchiveResource(
            TokenAccount caller, StreamSlots slots, ImageExports exports, Worker worker, ObjectMapper json) {
        this.caller = caller;
        this.slots = slots;
        this.exports = exports;
        this.worker = worker;
        this.json = json;
    }

    @GET
    @Path("/images/{image}/archive")
    @Produces(TAR)
    public Multi<byte[]> export(
            @PathParam("image") String image, @QueryParam("name") String name, @Context HttpServerResponse response) {
        UserImages images = ReadyParts.images(worker);
        Source source = slots.open(caller.name(), () -> archive(images, new ImageId(image), new ImageName(name)));
        try {
            return StreamedResponse.of(response, TAR, source);
        } catch (RuntimeException e) { // the client has disconnected
            source.close();
            throw e;
        }
    }

    private Source archive(UserImages images, ImageId id, ImageName as) {
        boolean own = images.desired()
                .image(id)
                .filter(desired -> desired.owner().equals(caller.name()))
                .isPresent();
        if (!own) {
            throw new ProblemException(ErrorCode.UNKNOWN_IMAGE, "You have no image " + id + " on this host.");
        }
        return exports.open(caller.name(), () -> images.archives().export(id, as));
    }

    @POST
    @Path("/pushes")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(StreamedResponse.LINES)
    public Multi<byte[]> push(PushRequest request, @Context HttpServerResponse response) {
        UserImages images = ReadyParts.images(worker);
        ImageReference to = new ImageReference(request.to());
        Source source = slots.open(
                caller.name(),
                () -> new PushSource(
                        to,
                        archive(images, new ImageId(request.image()), new ImageName(request.name())),
                        (archive, progress) -> images.registries().push(archive, to, request.credentials(), progress),
                        json));
        try {
            return StreamedResponse.of(response, StreamedResponse.LINES, source);
        } catch (RuntimeException e) { // the client has disconnected
            source.close();
            throw e;
        }
    }

    @PUT
    @Path("/uploads/{image}")
    @Consumes(TAR)
    @LargeBody
    public void upload(@PathParam("image") String image, InputStream archive, @Context HttpServerResponse response)
            throws InterruptedException {
        response.putHeader("Connection", "close"); // the rest of a rejected archive is not read
        UserImages images = ReadyParts.images(worker);
        if (!images.uploads().put(new ImageId(image), caller.name(), archive)) {
            throw new ProblemException(ErrorCode.WRONG_STATE, "No import waits for this archive.");
        }
    }

    /** Returns when the order has read the credentials. They are only in memory, until the image is pulled. */
    @PUT
    @Path("/uploads/{image}/credentials")
    @Consumes(MediaType.APPLICATION_JSON)
    public void credentials(@PathParam("image") String image, InputStream credentials) throws InterruptedException {
        if (!ReadyParts.images(worker).uploads().put(new ImageId(image), caller.name(), credentials)) {
            throw new ProblemException(ErrorCode.WRONG_STATE, "No import waits for these credentials.");
        }
    }
}
