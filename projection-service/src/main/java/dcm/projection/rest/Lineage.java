package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.projection.host.BaseImages.BaseImage;
import dcm.projection.image.ImageRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Where an image comes from: it, the container that it was made of, that container's image,
 * and so on to a base image. */
public record Lineage(List<Ancestor> items) {

    /** An image or a container on the way. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Ancestor(
            @Schema(enumeration = {"image", "container", "base"})
            String kind,

            @Schema(description = "A container's id, or an image's digest")
            String id,

            String name,

            @Schema(description = "When the image was made") @Nullable
            Instant createdAt,

            @Schema(description = "When the image was removed") @Nullable
            Instant removedAt) {}

    static Lineage of(BaseImage base) {
        return new Lineage(List.of(new Ancestor(
                "base",
                base.image().digest().value(),
                base.image().name().value(),
                base.facts() == null ? null : base.facts().createdAt(),
                null)));
    }

    /**
     * The ancestors of an own image.
     *
     * @param ofDigest finds the owner's image of a content, also one that was removed
     */
    static Lineage of(ImageRow image, Function<String, Optional<ImageRow>> ofDigest) {
        List<Ancestor> items = new ArrayList<>();
        Optional<ImageRow> next = Optional.of(image);
        while (next.isPresent()) {
            ImageRow row = next.get();
            String digest = Objects.requireNonNull(row.digest);
            items.add(new Ancestor("image", digest, row.name, row.createdAt, row.removedAt));
            if (row.fromContainer != null && row.fromContainerName != null) {
                items.add(new Ancestor("container", row.fromContainer, row.fromContainerName, null, null));
            }
            next = ofDigest.apply(row.fromDigest);
            if (next.isEmpty()) {
                items.add(new Ancestor("base", row.fromDigest, row.fromImage, null, null));
            }
        }
        return new Lineage(items);
    }
}
