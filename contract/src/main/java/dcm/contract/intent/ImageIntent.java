package dcm.contract.intent;

import dcm.contract.identity.ImageName;

/** Intents about the images of the aggregate {@code owner/NAME}. */
public sealed interface ImageIntent extends OwnerIntent {

    /** Remove an image of the owner's own. Its layers stay as long as something uses them. */
    record RemoveImage(ImageName image) implements ImageIntent {}
}
