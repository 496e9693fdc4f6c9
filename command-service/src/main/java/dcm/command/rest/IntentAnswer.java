package dcm.command.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.SshEndpoint;
import java.util.List;
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

        @Schema(description = "The image that is made, NAME:TAG") @Nullable
        String image,

        @Schema(description = "What an image is, whatever its name; once it is made") @Nullable
        String imageDigest,

        @Schema(description = "Where the container's SSH server answers, once it is known") @Nullable
        SshEndpoint ssh,

        @Schema(description = "Its other published ports, once they are known") @Nullable
        List<Published> ports,

        @Schema(description = "Give it to queries as after=, to read what you just wrote") @Nullable
        Long sequence) {

    /** A port and the address on which it is published. */
    public record Published(String address, int port, String protocol) {
        static Published of(PublishedPort port) {
            return new Published(
                    port.address(),
                    port.port().number().value(),
                    port.port().protocol().toString());
        }
    }

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
