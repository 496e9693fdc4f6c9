package dcm.shell.document;

import dcm.contract.view.ImageAvailability;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An image that the user may use. */
public record ImageDocument(
        String ref,
        String name,
        String tag,
        String state,
        boolean base,
        @Nullable Origin fromImage,
        @Nullable Long sizeBytes,
        @Nullable Long ownBytes,
        String createdAt,
        List<UsingContainer> usedBy,
        String message,
        String warning) {
    /** True if the image has lost its name and cannot be used. */
    public boolean isUntagged() {
        return ImageAvailability.UNTAGGED.is(state);
    }

    /** The image from which an image was made. */
    public record Origin(String name) {}

    /** A container that uses an image. */
    public record UsingContainer(String name) {}
}
