package dcm.shell.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An image that the user may use. */
public record ImageDocument(
        String ref,
        boolean base,
        @Nullable Origin fromImage,
        @Nullable Long sizeBytes,
        @Nullable Long ownBytes,
        String createdAt,
        List<UsingContainer> usedBy,
        String message,
        String warning) {
    /** The image from which an image was made. */
    public record Origin(String name) {}

    /** A container that uses an image. */
    public record UsingContainer(String name) {}
}
