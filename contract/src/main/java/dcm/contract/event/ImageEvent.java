package dcm.contract.event;

import dcm.contract.identity.ImageId;
import dcm.contract.identity.IntentId;
import org.jspecify.annotations.Nullable;

/** Facts about one image of an owner's own, after it was committed. */
public sealed interface ImageEvent extends OwnerEvent {

    ImageId image();

    /**
     * The image has no name any more and cannot be used.
     *
     * @param intent null when another image took its name
     */
    record ImageRemoved(@Nullable IntentId intent, ImageId image) implements ImageEvent {
        @Override
        public boolean endsIntent() {
            return intent != null;
        }
    }

    /** Its host confirmed that nothing is left of a removed image. */
    record ImageDeleted(ImageId image) implements ImageEvent {
        @Override
        public @Nullable IntentId intent() {
            return null;
        }

        @Override
        public boolean endsIntent() {
            return false;
        }
    }
}
