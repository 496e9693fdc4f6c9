package dcm.contract.intent;

import dcm.contract.identity.GroupName;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.ImageReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Intents about the images of the aggregate {@code owner/NAME}. */
public sealed interface ImageIntent extends OwnerIntent {

    /** Removes an image of the owner. Its layers are kept as long as something uses them. */
    record RemoveImage(ImageName image) implements ImageIntent {}

    /**
     * Puts all files of an image of the owner into one layer. The new image takes over the name.
     *
     * @param message the owner's note; null: none, the earlier note is not kept
     */
    record FlattenImage(ImageName image, @Nullable String message) implements ImageIntent {}

    /**
     * Creates an image from an archive that the owner uploads when the intent is accepted, or from a registry. For a
     * registry, the owner sends the credentials when the intent is accepted.
     *
     * @param image the image's name with a tag
     * @param message the owner's note
     * @param from the image to pull; null: an archive is uploaded
     */
    record ImportImage(
            ImageName image,
            @Nullable String message,
            @Nullable ImageReference from) implements ImageIntent {}

    /**
     * Makes a base image from an image of the owner, who keeps the image.
     *
     * @param as the base image's name with a tag
     * @param description for users of the base image
     * @param groups the groups whose members may use the base image
     */
    record PromoteImage(ImageName image, ImageName as, String description, List<GroupName> groups)
            implements ImageIntent {
        public PromoteImage {
            groups = List.copyOf(groups);
        }
    }
}
