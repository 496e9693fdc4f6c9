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
        @Schema(description = "Topic, partition and offset of the record", examples = "dcm.intents-17@4711")
        String position,

        @Schema(description = "When the record was quarantined")
        Instant at,

        @Schema(
                description = "Account, host or catalog that the record is about, if its key is valid",
                examples = "owner/alice")
        @Nullable
        String key,

        @Schema(description = "Why it could not be processed", examples = "unknown type 'stop-containr'")
        String reason,

        @Schema(
                description =
                        "Whether the record can be released. The value of a record above 256 KiB is not kept; it can"
                                + " only be discarded")
        boolean releasable,

        @Schema(description = "Headers; only in the response for one record") @Nullable
        Map<String, String> headers,

        @Schema(description = "Value as text; only in the response for one record", examples = "{}") @Nullable
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
