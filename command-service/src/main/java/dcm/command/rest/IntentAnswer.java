package dcm.command.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.SshEndpoint;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is known of an intent when its request is answered. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IntentAnswer(
        @Schema(description = "The intent's id; GET /v1/intents/{id} tells how it goes on")
        String intent,

        Status status,

        @Schema(description = "The id of the container it is about") @Nullable
        String container,

        @Schema(description = "The container's name") @Nullable
        String name,

        @Schema(description = "Where the container's SSH server answers, once it is known") @Nullable
        SshEndpoint ssh,

        @Schema(description = "Give it to queries as after=, to read what you just wrote") @Nullable
        Long sequence) {

    /** How far an intent has come. */
    public enum Status {
        /** In the log; admission has not decided it yet. */
        @JsonProperty("recorded")
        RECORDED,
        @JsonProperty("accepted")
        ACCEPTED,
        @JsonProperty("done")
        DONE
    }
}
