package dcm.contract.intent;

import dcm.contract.identity.ImageName;
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
}
