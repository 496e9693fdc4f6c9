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
                description = "Which of your containers: its SSH port, its name, or the beginning of its id",
                required = true,
                examples = "web")
        @Nullable
        String container,

        @Schema(description = "The image's name, yours alone", required = true, examples = "numpy") @Nullable
        String name,

        @Schema(description = "Left out, it is latest", examples = "1") @Nullable
        String tag,

        @Schema(description = "A note of your own, one line", examples = "with numpy and scipy") @Nullable
        String message,

        @Schema(description = "Whether an image of this name and tag may lose them to this one") @Nullable
        Boolean replace,

        @Schema(
                description =
                        "Whether the image is to have one layer only; takes longer, and shares nothing with others")
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

    CommitContainer toIntent() {
        if (container == null) {
            throw new InvalidValueException("container: Say of which container an image is to be made.");
        }
        if (name == null || !NAME.matcher(name).matches()) {
            throw new InvalidValueException(
                    "name: An image's name is 1 to 63 lower-case letters, digits, '.', '_' or '-', no sign first.");
        }
        if (tag != null && !TAG.matcher(tag).matches()) {
            throw new InvalidValueException(
                    "tag: A tag is 1 to 128 letters, digits, '.', '_' or '-', neither '.' nor '-' first.");
        }
        checkMessage(message);
        return new CommitContainer(
                new Handle(container),
                new ImageName(tag == null ? name : name + ":" + tag).tagged(),
                message,
                Boolean.TRUE.equals(replace),
                Boolean.TRUE.equals(flatten));
    }
}
