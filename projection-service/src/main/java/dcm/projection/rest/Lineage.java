package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.projection.host.AvailableBaseImages.BaseImage;
import dcm.projection.image.ImageRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The ancestors of an image: the image, the container that it was made from, that container's image, and so on to a
 * base image, an imported image, or an image received from another account.
 */
@Schema(examples = """
                {"items": [
                  {"kind": "image", "id": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                   "name": "numpy:1", "createdAt": "2026-11-25T15:10:00Z"},
                  {"kind": "container", "id": "5d60be7410595ad1", "name": "web"},
                  {"kind": "base", "id": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                   "name": "debian-ssh:13"}]}""")
public record Lineage(List<Ancestor> items) {

    /** An image, a container or an account in the lineage. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Ancestor(
            @Schema(enumeration = {"image", "container", "base", "account", "archive"})
            String kind,

            @Schema(
                    description =
                            "Id of a container, digest of an image, or account that transferred it; of an archive, 'an archive'")
            String id,

            String name,

            @Schema(description = "When the image was created") @Nullable
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
     * The lineage of one of the owner's own images.
     *
     * @param ofDigest finds the owner's image by digest, including removed images
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
            if (row.fromDigest.equals(digest)) {
                items.add(new Ancestor(row.imported ? "archive" : "account", row.fromImage, row.fromImage, null, null));
                break;
            }
            next = ofDigest.apply(row.fromDigest);
            if (next.isEmpty()) {
                items.add(new Ancestor("base", row.fromDigest, row.fromImage, null, null));
            }
        }
        return new Lineage(items);
    }
}
