package dcm.projection.rest;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A line of the response to {@code POST /v1/pushes}. The worker writes it. */
@Schema(examples = PushLine.EXAMPLE)
public record PushLine(
        @Schema(description = "What was done, a sentence") @Nullable
        String step,

        @Schema(description = "The name of the image in the registry, in the last line") @Nullable
        String reference,

        @Schema(description = "The digest of the image's manifest, in the last line") @Nullable
        String digest,

        @Schema(description = "A problem document, in the last line") @Nullable
        Map<String, Object> problem) {
    /** An example line. */
    static final String EXAMPLE = """
            {"reference": "registry.lab.example/alice/tools:1",
             "digest": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"}""";
}
