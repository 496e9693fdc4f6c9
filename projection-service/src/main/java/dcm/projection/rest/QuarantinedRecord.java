package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dcm.contract.codec.Json;
import dcm.projection.quarantine.QuarantineRow;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A record in quarantine, as administrators see it. */
@Schema(examples = QuarantinedRecord.EXAMPLE)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QuarantinedRecord(
        @Schema(description = "Its topic, partition and offset", examples = "dcm.intents-17@4711")
        String position,

        @Schema(description = "When admission put it into quarantine")
        Instant at,

        @Schema(description = "What it is about, if its key is intact", examples = "owner/alice") @Nullable
        String key,

        @Schema(description = "Why it could not be processed", examples = "unknown type 'stop-containr'")
        String reason,

        @Schema(
                description =
                        "Whether it can be released. A record above 256 KiB is not kept and can only be discarded")
        boolean releasable,

        @Schema(description = "Its headers; only when one record is shown") @Nullable
        Map<String, String> headers,

        @Schema(description = "Its value as text; only when one record is shown", examples = "{}") @Nullable
        String value) {
    static final String EXAMPLE = "{\"position\": \"dcm.intents-17@4711\", \"at\": \"2026-11-27T09:30:00Z\","
            + " \"key\": \"owner/alice\", \"reason\": \"unknown type 'stop-containr'\", \"releasable\": true}";

    static QuarantinedRecord of(QuarantineRow row) {
        return new QuarantinedRecord(row.position, row.at, row.recordKey, row.reason, row.content != null, null, null);
    }

    static QuarantinedRecord withContent(QuarantineRow row) {
        return new QuarantinedRecord(
                row.position,
                row.at,
                row.recordKey,
                row.reason,
                row.content != null,
                headers(row.headers),
                row.content == null
                        ? null
                        : new String(Base64.getDecoder().decode(row.content), StandardCharsets.UTF_8));
    }

    private static @Nullable Map<String, String> headers(@Nullable String json) {
        try {
            return json == null ? null : Json.MAPPER.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
