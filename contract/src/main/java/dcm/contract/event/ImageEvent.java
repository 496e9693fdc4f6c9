package dcm.contract.event;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Image;
import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageFacts;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.ImageReference;
import dcm.contract.identity.IntentId;
import dcm.contract.problem.ErrorCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events about one of an owner's images, other than its creation by a commit. */
public sealed interface ImageEvent extends OwnerEvent {

    ImageId image();

    /**
     * The flattening of an image was accepted and ordered: a new image with all its files in one layer.
     *
     * @param container the temporary container, created from the original image and never started, whose only order
     *     does the work
     * @param deadline the worker does not start the order after this time
     * @param name the name of the original image, which the new image takes over when it exists
     * @param original the original image
     * @param from the content of the original image
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
            implements ImageEvent, ImageOrdered {
        @Override
        public int number() {
            return ONLY_ORDER;
        }

        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /** The creation of an image reached a step. */
    sealed interface ImageProgressed extends ImageEvent {
        /** A short description of the step. */
        String step();

        @Override
        default boolean endsIntent() {
            return false;
        }
    }

    /** The flattening reached a step. */
    record FlattenProgressed(IntentId intent, ImageId image, String step) implements ImageProgressed {}

    /** The flattened image exists. */
    record ImageFlattened(IntentId intent, ImageId image, ImageDigest digest, ImageFacts facts)
            implements ImageEvent, ImageCreated {
        @Override
        public boolean endsIntent() {
            return true;
        }
    }

    /** An image was not created. */
    sealed interface ImageFailure extends ImageEvent {
        @Override
        default boolean endsIntent() {
            return true;
        }
    }

    /** The flattened image was not created, or is no longer wanted. The original image is unchanged. */
    record FlattenFailed(IntentId intent, ImageId image, ErrorCode code, String detail)
            implements ImageFailure, IntentFailure {}

    /**
     * The import of an image was accepted and ordered. The owner can upload the archive, or the credentials for
     * the registry, now.
     *
     * @param container identifies the order; there is no such container
     * @param deadline the worker does not start the order after this time
     * @param from the image to pull; null: an archive is uploaded
     */
    record ImportOrdered(
            IntentId intent,
            ImageId image,
            ContainerId container,
            Instant deadline,
            ImageName name,
            HostName host,
            int partition,
            @Nullable String message,
            @Nullable ImageReference from)
            implements ImageEvent, ImageOrdered {
        @Override
        public int number() {
            return ONLY_ORDER;
        }

        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /** The import reached a step. */
    record ImportProgressed(IntentId intent, ImageId image, String step) implements ImageProgressed {}

    /** The imported image exists and has passed its test. */
    record ImageImported(IntentId intent, ImageId image, ImageDigest digest, ImageFacts facts)
            implements ImageEvent, ImageCreated {
        @Override
        public boolean endsIntent() {
            return true;
        }
    }

    /** The image was not imported. */
    record ImportFailed(IntentId intent, ImageId image, ErrorCode code, String detail)
            implements ImageFailure, IntentFailure {}

    /**
     * The owner's image is ready to be promoted, and the catalog was asked to register it as a base image.
     *
     * @param host the host that has the image
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
     * The image lost its name and can no longer be used.
     *
     * @param intent null if another image took over its name
     */
    record ImageRemoved(@Nullable IntentId intent, ImageId image) implements ImageEvent {
        @Override
        public boolean endsIntent() {
            return intent != null;
        }
    }

    /**
     * The host with the image was removed permanently. The installation's image registry has the image, too.
     *
     * @param host the host that has the image now, or pulls it when it needs it
     */
    record ImageHostChanged(ImageId image, HostName host) implements ImageEvent {
        @Override
        public @Nullable IntentId intent() {
            return null;
        }

        @Override
        public boolean endsIntent() {
            return false;
        }
    }

    /** The host confirmed that nothing is left of a removed image. */
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
