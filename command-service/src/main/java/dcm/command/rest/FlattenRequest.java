package dcm.command.rest;

import dcm.contract.identity.ImageName;
import dcm.contract.intent.ImageIntent.FlattenImage;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The optional body of {@code POST /v1/images/NAME/flatten}. */
public record FlattenRequest(
        @Schema(description = "Note, one line", examples = "one layer") @Nullable
        String message) {
    static final FlattenRequest PLAIN = new FlattenRequest(null);

    FlattenImage toIntent(ImageName image) {
        CommitRequest.checkMessage(message);
        return new FlattenImage(image, message);
    }
}
