package dcm.contract.event;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.IntentId;
import dcm.contract.problem.ErrorCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Facts about one image of an owner's own, beside its being made by a commit. */
public sealed interface ImageEvent extends OwnerEvent {

    ImageId image();

    /**
     * It was admitted and ordered that an image is made of another one, with all its files in one layer.
     *
     * @param container the throwaway container, made of the other image and never started, by whose one order this is done
     * @param deadline not begun by then, it is not done
     * @param name the other image's, which this one takes when it is there
     * @param original the other image
     * @param from its content
     */
    record FlattenOrdered(
            IntentId intent,
            ImageId image,
            ContainerId container,
            Instant deadline,
            ImageName name,
            HostName host,
            int partition,
            ImageId original,
            Image from,
            @Nullable String message)
            implements ImageEvent {
        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /** The flattening has come so far. */
    record FlattenProgressed(IntentId intent, ImageId image, String step) implements ImageEvent {
        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /** The flattened image is there. */
    record ImageFlattened(IntentId intent, ImageId image, ImageDigest digest, ImageFacts facts) implements ImageEvent {
        @Override
        public boolean endsIntent() {
            return true;
        }
    }

    /** The flattened image was not made, or is not wanted; the other one is as it was. */
    record FlattenFailed(IntentId intent, ImageId image, ErrorCode code, String detail) implements ImageEvent {
        @Override
        public boolean endsIntent() {
            return true;
        }
    }

    /**
     * It was asked of the catalog that the image becomes a base image.
     *
     * @param host that has it
     */
    record ImagePromoted(
            IntentId intent,
            ImageId image,
            ImageName as,
            ImageDigest digest,
            HostName host,
            String description,
            List<GroupName> groups)
            implements ImageEvent {
        public ImagePromoted {
            groups = List.copyOf(groups);
        }

        @Override
        public boolean endsIntent() {
            return true;
        }
    }

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
