package dcm.command.rest;

import dcm.contract.identity.Handle;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.intent.ContainerIntent.CommitContainer;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/images}. */
public record CommitRequest(
        @Schema(
                description = "Your container, by SSH port, name, or first digits of its id",
                required = true,
                examples = "web")
        @Nullable
        String container,

        @Schema(description = "Name of the new image", required = true, examples = "numpy") @Nullable
        String name,

        @Schema(description = "Default: latest", examples = "1") @Nullable
        String tag,

        @Schema(description = "Note, one line", examples = "with numpy and scipy") @Nullable
        String message,

        @Schema(description = "Whether to replace an image with the same name and tag") @Nullable
        Boolean replace,

        @Schema(
                description =
                        "Whether to put all files into one layer, which takes longer and shares no storage with other"
                                + " images")
        @Nullable
        Boolean flatten) {

    /** A single path component, because the name is part of URLs. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final Pattern MESSAGE = Pattern.compile("[^\\p{C}]{0,500}");

    static void checkMessage(@Nullable String message) {
        if (message != null && !MESSAGE.matcher(message).matches()) {
            throw new InvalidValueException("message: One line of at most 500 characters.");
        }
    }

    /** The name of a new image. */
    static ImageName newName(@Nullable String name, @Nullable String tag) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new InvalidValueException(
                    "name: An image name has 1 to 63 lower-case letters, digits, '.', '_' or '-'; a letter or digit"
                            + " first.");
        }
        if (tag != null && !TAG.matcher(tag).matches()) {
            throw new InvalidValueException(
                    "tag: A tag has 1 to 128 letters, digits, '.', '_' or '-', and does not start with '.' or '-'.");
        }
        return new ImageName(tag == null ? name : name + ":" + tag).tagged();
    }

    CommitContainer toIntent() {
        if (container == null) {
            throw new InvalidValueException("container: The container to commit is required.");
        }
        ImageName image = newName(name, tag);
        checkMessage(message);
        return new CommitContainer(
                new Handle(container), image, message, Boolean.TRUE.equals(replace), Boolean.TRUE.equals(flatten));
    }
}
