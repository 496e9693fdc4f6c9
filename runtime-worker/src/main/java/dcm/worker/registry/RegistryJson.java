package dcm.worker.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Reads the JSON documents of registries, which are not trusted. */
final class RegistryJson {
    /** More than the manifest of an image with the most layers has. Each value takes memory, however short it is. */
    private static final long MAX_TOKENS = 20_000;

    private static final int DEEPEST = 20;

    /** Rejects documents with too many or too deeply nested values. */
    static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxTokenCount(MAX_TOKENS)
                    .maxNestingDepth(DEEPEST)
                    .build())
            .build());

    private RegistryJson() {}
}
