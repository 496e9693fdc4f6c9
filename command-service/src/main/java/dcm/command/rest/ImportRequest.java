package dcm.command.rest;

import dcm.contract.identity.ImageReference;
import dcm.contract.intent.ImageIntent.ImportImage;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/images/imports}. */
public record ImportRequest(
        @Schema(description = "Name of the new image", required = true, examples = "numpy") @Nullable
        String name,

        @Schema(description = "Default: latest", examples = "1") @Nullable
        String tag,

        @Schema(description = "Note, one line", examples = "from my laptop") @Nullable
        String message,

        @Schema(
                description = "Image in a permitted registry, HOST[:PORT]/PATH[:TAG] or HOST[:PORT]/PATH@sha256:DIGEST."
                        + " Default: an archive that you upload")
        @Nullable
        String from) {
    ImportImage toIntent() {
        CommitRequest.checkMessage(message);
        return new ImportImage(
                CommitRequest.newName(name, tag), message, from == null ? null : new ImageReference(from));
    }
}
