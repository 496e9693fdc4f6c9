package dcm.contract.intent;

import dcm.contract.identity.GroupName;
import dcm.contract.identity.ImageName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Intents about the images of the aggregate {@code owner/NAME}. */
public sealed interface ImageIntent extends OwnerIntent {

    /** Remove an image of the owner's own. Its layers stay as long as something uses them. */
    record RemoveImage(ImageName image) implements ImageIntent {}

    /**
     * Put all files of an image of the owner's own into one layer; what is made takes its name.
     *
     * @param message a note of the owner's own; null: the earlier one is not kept
     */
    record FlattenImage(ImageName image, @Nullable String message) implements ImageIntent {}

    /**
     * Make a base image of an image of the owner's own, which stays hers.
     *
     * @param as its name with a tag among the base images
     * @param description for those who may use it
     * @param groups whose members may use it
     */
    record PromoteImage(ImageName image, ImageName as, String description, List<GroupName> groups)
            implements ImageIntent {
        public PromoteImage {
            groups = List.copyOf(groups);
        }
    }
}
