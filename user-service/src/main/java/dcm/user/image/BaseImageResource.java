package dcm.user.image;

import dcm.contract.baseimage.BaseImageSource;
import dcm.contract.envelope.Message;
import dcm.contract.event.BaseImageEvent.BaseImageChanged;
import dcm.contract.event.BaseImageEvent.BaseImageRegistered;
import dcm.contract.event.Event;
import dcm.contract.event.ImageEvent.ImagePromoted;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.intent.BaseImageIntent.ChangeBaseImage;
import dcm.contract.intent.BaseImageIntent.RegisterBaseImage;
import dcm.contract.intent.BaseImageIntent.RetireBaseImage;
import dcm.contract.intent.ImageIntent.PromoteImage;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.BaseImageSnapshot;
import dcm.rest.access.AccountRoles;
import dcm.rest.catalog.CatalogCache;
import dcm.rest.description.ErrorResponses;
import dcm.rest.entitytag.EntityTag;
import dcm.rest.host.HostCache;
import dcm.rest.problem.ProblemException;
import dcm.rest.problem.RequiredBody;
import dcm.user.image.BaseImageRequest.Promoted;
import dcm.user.rest.AdminIntentSubmitter;
import dcm.user.rest.PutResponse;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The administrators' API for base images. */
@Path("/v1/catalog/images")
@Tag(name = "catalog")
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class BaseImageResource {
    /** Longer than the catalog usually takes to show a promotion. */
    private static final Duration LEARNING = Duration.ofSeconds(10);

    private static final int PAUSE_MILLIS = 20;

    private final CatalogCache catalog;
    private final HostCache hosts;
    private final AdminIntentSubmitter submitter;
    private final EntityTag tag;

    BaseImageResource(CatalogCache catalog, HostCache hosts, AdminIntentSubmitter submitter, EntityTag tag) {
        this.catalog = catalog;
        this.hosts = hosts;
        this.submitter = submitter;
        this.tag = tag;
    }

    /** All base images of the catalog. */
    @Schema(examples = "{\"items\": [" + BaseImageView.EXAMPLE + "]}")
    public record BaseImages(List<BaseImageView> items) {}

    @GET
    @Operation(
            operationId = "listBaseImages",
            summary = "List the base images of the catalog and their state on each host",
            description = "Images that only a host's configuration offers are not listed.")
    public BaseImages list() {
        return new BaseImages(
                catalog.current().baseImages().stream().map(this::view).toList());
    }

    @GET
    @Path("/{name}")
    @Operation(operationId = "getBaseImage", summary = "Show a base image and its state on each host")
    @Extension(name = ErrorResponses.CODES, value = "unknown-image")
    public BaseImageView show(@PathParam("name") String name) {
        return catalog.current()
                .baseImage(named(name))
                .map(tag::show)
                .map(this::view)
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.UNKNOWN_IMAGE, "There is no base image '" + named(name) + "' in the catalog."));
    }

    @PUT
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "registerBaseImage",
            summary = "Register a base image or a new version",
            description =
                    "Each host fetches the image, starts a container from it and logs in over SSH. Only then does it"
                            + " offer the new version instead of the earlier one. Existing containers do not change."
                            + " The owner of a promoted image keeps it.")
    @Extension(
            name = ErrorResponses.CODES,
            value = "unknown-group,unknown-image,ambiguous-handle,not-found,precondition-failed")
    @APIResponse(
            responseCode = "200",
            description = "A new version is registered",
            content = @Content(schema = @Schema(implementation = BaseImageView.class)))
    @APIResponse(
            responseCode = "201",
            description = "The image is registered",
            content = @Content(schema = @Schema(implementation = BaseImageView.class)))
    public Response register(
            @PathParam("name") String name,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly,
            @Nullable BaseImageRequest request)
            throws InterruptedException {
        BaseImageRequest given = RequiredBody.of(request, "a JSON object");
        ImageName image = named(name);
        Optional<BaseImageSnapshot> earlier = catalog.current().baseImage(image);
        tag.check(earlier);
        Optional<Promoted> promoted = given.promoted();
        if (promoted.isPresent()) {
            promote(given.toPromote(image, promoted.get()), promoted.get(), dryRunOnly);
        } else {
            register(given.toRegister(image), dryRunOnly);
        }
        return PutResponse.of(earlier.isEmpty(), "/v1/catalog/images/" + image, show(name));
    }

    private void register(RegisterBaseImage intent, boolean dryRunOnly) {
        Message<Event> done = submitter.submit(AggregateId.CATALOG, intent, dryRunOnly);
        if (done.payload() instanceof BaseImageRegistered event) {
            catalog.update(new BaseImageSnapshot(
                    event.image(),
                    event.version(),
                    event.source(),
                    event.description(),
                    event.groups(),
                    false,
                    done.envelope().time()));
        }
    }

    /** Sends the intent to the image owner's aggregate and waits until the catalog shows the new base image. */
    private void promote(PromoteImage intent, Promoted of, boolean dryRunOnly) throws InterruptedException {
        Message<Event> done = submitter.submit(AggregateId.of(of.owner()), intent, dryRunOnly);
        if (done.payload() instanceof ImagePromoted event) {
            Instant end = Instant.now().plus(LEARNING);
            while (!isRegistered(event, done.envelope().time()) && Instant.now().isBefore(end)) {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private boolean isRegistered(ImagePromoted event, Instant since) {
        return catalog.current()
                .baseImage(event.as())
                .filter(image -> image.source().kind() == BaseImageSource.Kind.PROMOTED
                        && image.source().reference().equals(event.digest().value())
                        && !image.changedAt().isBefore(since))
                .isPresent();
    }

    @PATCH
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "changeBaseImage", summary = "Change the description or the groups of a base image")
    @Extension(name = ErrorResponses.CODES, value = "unknown-group,unknown-image,precondition-failed")
    public BaseImageView change(
            @PathParam("name") String name,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly,
            @Nullable BaseImageRequest request) {
        ImageName image = named(name);
        ChangeBaseImage intent = RequiredBody.of(request, "a JSON object").toChange(image);
        tag.check(catalog.current().baseImage(image));
        Message<Event> done = submitter.submit(AggregateId.CATALOG, intent, dryRunOnly);
        if (done.payload() instanceof BaseImageChanged event) {
            catalog.current()
                    .baseImage(image)
                    .map(known -> known.change(
                            event.description(), event.groups(), done.envelope().time()))
                    .ifPresent(catalog::update);
        }
        return show(name);
    }

    @DELETE
    @Path("/{name}")
    @Operation(
            operationId = "retireBaseImage",
            summary = "Retire a base image",
            description = "No new containers can use the image. Existing containers keep running; a host deletes its"
                    + " copy when no container uses it. Registering the image again offers it again.")
    @Extension(name = ErrorResponses.CODES, value = "unknown-image")
    public BaseImageView retire(
            @PathParam("name") String name, @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly) {
        ImageName image = named(name);
        Instant when = submitter
                .submit(AggregateId.CATALOG, new RetireBaseImage(image), dryRunOnly)
                .envelope()
                .time();
        catalog.current().baseImage(image).map(known -> known.retire(when)).ifPresent(catalog::update);
        return show(name);
    }

    private BaseImageView view(BaseImageSnapshot image) {
        return BaseImageView.of(image, hosts.all());
    }

    private static ImageName named(String name) {
        ImageName image = new ImageName(name);
        if (image.repository().contains("/")) {
            throw new InvalidValueException(
                    "A base image name has the form NAME or NAME:TAG, without '/'; got '" + name + "'.");
        }
        return image.tagged();
    }
}
