package dcm.worker.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A blob of a registry.
 *
 * @param digest {@code sha256:…} of the content
 * @param size in bytes
 */
record Descriptor(String digest, long size) {
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    /** Reads a descriptor of a manifest; empty if it is invalid. */
    static Optional<Descriptor> of(JsonNode descriptor) {
        String digest = descriptor.path("digest").asText();
        JsonNode size = descriptor.path("size");
        return DIGEST.matcher(digest).matches() && size.canConvertToLong() && size.asLong() >= 0
                ? Optional.of(new Descriptor(digest, size.asLong()))
                : Optional.empty();
    }

    /** The name of the file in an archive. */
    String file() {
        return "blobs/" + digest.replace(':', '/');
    }
}
