package dcm.projection.rest;

import dcm.contract.identity.ImageName;
import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.projection.container.ContainerRow;
import dcm.projection.host.AvailableBaseImages.BaseImage;
import dcm.projection.image.ImageRow;
import dcm.projection.replay.ViewProgress;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.Caller;
import dcm.rest.description.ErrorResponses;
import dcm.rest.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Queries about the images that the caller may use. */
@Path("/v1/images")
@Tag(name = "images")
@RolesAllowed(AccountRoles.USER)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ImageQueries {
    private final Caller caller;
    private final ViewProgress progress;
    private final BaseImageOffers offers;

    ImageQueries(Caller caller, ViewProgress progress, BaseImageOffers offers) {
        this.caller = caller;
        this.progress = progress;
        this.offers = offers;
    }

    @Schema(examples = "{\"items\": [" + ImageView.EXAMPLE + "]}")
    public record Images(List<ImageView> items) {}

    @GET
    @Operation(
            operationId = "listImages",
            summary = "List the images that you may use: base images, and your own",
            description = "The list ends with your images that have lost their name and that a host still has.")
    public Images list(@QueryParam("after") @Nullable Long after) {
        OwnerName owner = caller.name();
        progress.catchUp(owner, after);
        return QuarkusTransaction.requiringNew().call(() -> {
            List<ContainerRow> containers = ContainerRow.all(owner.value());
            Stream<ImageView> own = Stream.of(ImageRow.usable(owner.value()), ImageRow.untagged(owner.value()))
                    .flatMap(List::stream)
                    .map(row -> ImageView.of(row, containers));
            return new Images(Stream.concat(
                            offers.to(caller.account())
                                    .map(base -> ImageView.of(base, offers.description(base), containers)),
                            own)
                    .toList());
        });
    }

    @GET
    @Path("/{image}")
    @Operation(operationId = "getImage", summary = "Show an image")
    @Extension(name = ErrorResponses.CODES, value = "unknown-image,ambiguous-handle")
    public ImageView show(@PathParam("image") String image, @QueryParam("after") @Nullable Long after) {
        ImageName name = new ImageName(image);
        OwnerName owner = caller.name();
        progress.catchUp(owner, after);
        return QuarkusTransaction.requiringNew().call(() -> {
            List<ContainerRow> containers = ContainerRow.all(owner.value());
            Optional<ImageRow> own = own(owner, name);
            return own.map(row -> ImageView.of(row, containers)).orElseGet(() -> {
                BaseImage base = base(name);
                return ImageView.of(base, offers.description(base), containers);
            });
        });
    }

    @GET
    @Path("/{image}/lineage")
    @Operation(operationId = "getImageLineage", summary = "Show the origin of one of your images, back to a base image")
    @Extension(name = ErrorResponses.CODES, value = "unknown-image,ambiguous-handle")
    public Lineage lineage(@PathParam("image") String image, @QueryParam("after") @Nullable Long after) {
        ImageName name = new ImageName(image);
        OwnerName owner = caller.name();
        progress.catchUp(owner, after);
        return QuarkusTransaction.requiringNew()
                .call(() -> own(owner, name)
                        .map(row -> Lineage.of(row, digest -> ImageRow.ofDigest(owner.value(), digest)))
                        .orElseGet(() -> Lineage.of(base(name))));
    }

    /** The caller's image with this name; empty if there is none. */
    static Optional<ImageRow> own(OwnerName owner, ImageName name) {
        List<ImageRow> meant = ImageRow.usable(owner.value(), name);
        if (meant.size() > 1) {
            throw new ProblemException(
                    ErrorCode.AMBIGUOUS_HANDLE, "'" + name + "' has several tags. Specify one as NAME:TAG.");
        }
        return meant.stream().findFirst();
    }

    private BaseImage base(ImageName name) {
        return offers.to(caller.account())
                .filter(base -> name.means(base.image().name()))
                .findFirst()
                .orElseThrow(() ->
                        new ProblemException(ErrorCode.UNKNOWN_IMAGE, "No image '" + name + "' is available to you."));
    }
}
