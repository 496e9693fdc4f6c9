package dcm.worker.rest;

import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.problem.ErrorCode;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.Caller;
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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import java.io.InputStream;

/**
 * Exports the caller's images, and receives the archives of the caller's imports. The caller is the account in the token
 * of projection-service.
 */
@Path("/v1")
@RolesAllowed(AccountRoles.USER)
@Blocking // streams cannot run on a virtual thread
public class ImageArchiveResource {
    private static final String TAR = "application/x-tar";

    private final Caller caller;
    private final StreamSlots slots;
    private final ImageExports exports;
    private final Worker worker;

    ImageArchiveResource(Caller caller, StreamSlots slots, ImageExports exports, Worker worker) {
        this.caller = caller;
        this.slots = slots;
        this.exports = exports;
        this.worker = worker;
    }

    @GET
    @Path("/images/{image}/archive")
    @Produces(TAR)
    public Multi<byte[]> export(
            @PathParam("image") String image, @QueryParam("name") String name, @Context HttpServerResponse response) {
        UserImages images = images();
        ImageId id = new ImageId(image);
        ImageName as = new ImageName(name);
        boolean own = images.desired()
                .image(id)
                .filter(desired -> desired.owner().equals(caller.name()))
                .isPresent();
        if (!own) {
            throw new ProblemException(ErrorCode.UNKNOWN_IMAGE, "You have no image " + image + " on this host.");
        }
        Source source = slots.open(
                caller.name(),
                () -> exports.open(caller.name(), () -> images.archives().export(id, as)));
        try {
            return StreamedResponse.unbroken(response, TAR, source);
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
        UserImages images = images();
        if (!images.uploads().put(new ImageId(image), caller.name(), archive)) {
            throw new ProblemException(ErrorCode.WRONG_STATE, "No import waits for this archive.");
        }
    }

    private UserImages images() {
        return worker.images()
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.HOST_UNREACHABLE,
                        "The worker of this host is not ready: "
                                + worker.life().state().description() + ". Try again later."));
    }
}
