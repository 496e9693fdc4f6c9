package dcm.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.projection.history.ContainerEventRow;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An event in the history of a container. */
@Schema(examples = HistoryEntry.EXAMPLE)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HistoryEntry(
        long sequence,
        Instant at,

        @Schema(description = "What happened", examples = "container-stopped")
        String what,

        @Nullable String detail,

        @Schema(
                description = "Who caused it: account/NAME, host/NAME, or admission for automatic actions",
                examples = "account/alice")
        String actor,

        @Schema(description = "Id of the request; absent if nobody requested it") @Nullable
        String intent,

        @Schema(description = "Id of the container") String container,

        @Schema(description = "Name of the container after the event")
        String name) {
    /** An example. */
    public static final String EXAMPLE = """
            {"sequence": 7, "at": "2026-11-25T15:04:00Z", "what": "container-stopped", "detail": "exit code 137, out of memory",
             "actor": "host/n1", "container": "5d60be7410595ad1", "name": "web"}""";

    static HistoryEntry of(ContainerEventRow row) {
        return new HistoryEntry(
                row.sequence, row.at, row.what, row.detail, row.actor, row.intent, row.container, row.name);
    }
}
