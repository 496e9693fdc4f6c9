package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.ImageFacts;
import dcm.contract.view.ImageAvailability;
import dcm.contract.view.ImageViewState;
import dcm.projection.container.ContainerRow;
import dcm.projection.host.AvailableBaseImages.BaseImage;
import dcm.projection.image.ImageRow;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An image as a user sees it. */
@Schema(examples = ImageView.EXAMPLE)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageView(
        @Schema(
                description = "Name for use in requests, NAME:TAG; for an untagged image, its digest",
                examples = "mine:1")
        String ref,

        @Schema(description = "For an untagged image, the name that it had")
        String name,

        @Schema(description = "For an untagged image, the tag that it had")
        String tag,

        @Schema(
                description =
                        "untagged: the image was removed, or another image has its name now. It counts against your"
                                + " quota until no container uses it and its host has deleted it",
                enumeration = {"ready", "untagged"})
        ImageAvailability state,

        @Schema(description = "Digest of the image") @Nullable
        String digest,

        @Schema(description = "True for a base image, false for your own image")
        boolean base,

        @Schema(description = "Size of all layers") @Nullable
        Long sizeBytes,

        @Schema(description = "Size of the layers that are not part of a base image") @Nullable
        Long ownBytes,

        @Nullable Integer layers,

        @Schema(description = "A warning about the image") @Nullable
        String warning,

        @Nullable Instant createdAt,

        @Schema(description = "Note of its creator") @Nullable
        String message,

        @Schema(description = "Container that was committed; absent for base images and flattened images") @Nullable
        Origin fromContainer,

        @Schema(description = "Image of that container, or the image that was flattened") @Nullable
        Origin fromImage,

        @Schema(description = "Your containers that use the image")
        List<UsingContainer> usedBy) {
    /** An example response. */
    public static final String EXAMPLE = """
            {"ref": "numpy:1", "name": "numpy", "tag": "1", "state": "ready",
             "digest": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "base": false,
             "sizeBytes": 412000000, "ownBytes": 180000000, "layers": 2, "createdAt": "2026-11-25T15:10:00Z",
             "message": "with numpy and scipy", "fromContainer": {"id": "5d60be7410595ad1", "name": "web"},
             "fromImage": {"id": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
              "name": "debian-ssh:13"},
             "usedBy": [{"id": "0f1e2d3c4b5a6978", "name": "node-1", "handle": 31001}]}""";

    /** The origin of an image: a container's id and name, or an image's digest and name. */
    public record Origin(String id, String name) {}

    /** A container that uses the image. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record UsingContainer(
            String id, String name, @Nullable Integer handle) {}

    static ImageView of(ImageRow row, List<ContainerRow> containers) {
        String digest = Objects.requireNonNull(row.digest);
        boolean named = row.state != ImageViewState.REMOVED;
        return new ImageView(
                named ? row.name : digest,
                row.name.substring(0, row.name.indexOf(':')),
                row.name.substring(row.name.indexOf(':') + 1),
                named ? ImageAvailability.READY : ImageAvailability.UNTAGGED,
                digest,
                false,
                row.sizeBytes,
                row.ownBytes,
                row.layers,
                warning(row.layers),
                row.createdAt,
                row.message,
                row.fromContainer == null || row.fromContainerName == null
                        ? null
                        : new Origin(row.fromContainer, row.fromContainerName),
                new Origin(row.fromDigest, row.fromImage),
                users(digest, containers));
    }

    static ImageView of(BaseImage base, @Nullable String description, List<ContainerRow> containers) {
        ImageFacts facts = base.facts();
        String digest = base.image().digest().value();
        return new ImageView(
                base.image().name().value(),
                base.image().name().repository(),
                base.image().name().tag(),
                ImageAvailability.READY,
                digest,
                true,
                facts == null ? null : facts.sizeBytes(),
                facts == null ? null : 0L,
                facts == null ? null : facts.layers(),
                null,
                facts == null ? null : facts.createdAt(),
                description,
                null,
                null,
                users(digest, containers));
    }

    private static @Nullable String warning(@Nullable Integer layers) {
        return layers == null || layers < ImageFacts.MANY_LAYERS
                ? null
                : "The image has " + layers + " of at most " + ImageFacts.MAX_LAYERS
                        + " layers. Flatten it, or use flatten in the next commit of a container that uses it.";
    }

    private static List<UsingContainer> users(String digest, List<ContainerRow> containers) {
        return containers.stream()
                .filter(container -> container.digest.equals(digest))
                .map(container -> new UsingContainer(container.id, container.name, container.sshPort))
                .toList();
    }
}
