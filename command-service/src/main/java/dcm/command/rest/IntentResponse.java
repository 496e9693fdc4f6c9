package dcm.command.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dcm.contract.codec.Json;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.Event;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.view.IntentStatus;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The state of an intent when its request is answered. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IntentResponse(
        @Schema(description = "Id of the intent; GET /v1/intents/{id} shows its progress")
        String intent,

        @Schema(enumeration = {"recorded", "accepted", "launched", "done", "failed"})
        IntentStatus status,

        @Schema(description = "Id of the container") @Nullable
        String container,

        @Schema(description = "Name of the container") @Nullable
        String name,

        @Schema(description = "The created image, NAME:TAG") @Nullable
        String image,

        @Schema(description = "Digest of the image, once it is created") @Nullable
        String imageDigest,

        @Schema(description = "Address of the container's SSH server, once it is known") @Nullable
        SshEndpoint ssh,

        @Schema(description = "The other published ports, once they are known") @Nullable
        List<Published> ports,

        @Schema(description = "With count: each container") @Nullable
        List<BatchMember> containers,

        @Schema(description = "After recreate: what could not be restored") @Nullable
        String notice,

        @Schema(description = "Pass this number to queries as after= to read your own changes") @Nullable
        Long sequence) {

    /** What a decision cannot restore; null: everything is restored. */
    static @Nullable String notice(Event decision) {
        return decision instanceof ContainerPlaced placed
                        && placed.recreation() != null
                        && placed.recreation().emptyHomes()
                ? "The host of your home directories was removed. Those that exist on " + placed.host()
                        + " are used, and others are created empty."
                : null;
    }

    /** The answer for a batch, after its containers are placed. */
    static IntentResponse of(IntentId intent, List<BatchMember> members, @Nullable Long sequence) {
        return new IntentResponse(
                intent.value(), status(members), null, null, null, null, null, null, members, null, sequence);
    }

    /** The answer to a repeated request, from the intent view, which has more fields. */
    static IntentResponse ofView(JsonNode view) {
        return Json.MAPPER.convertValue(view, IntentResponse.class);
    }

    private static IntentStatus status(List<BatchMember> members) {
        Set<IntentStatus> all = members.stream().map(BatchMember::status).collect(Collectors.toSet());
        return all.contains(IntentStatus.ACCEPTED)
                ? IntentStatus.ACCEPTED
                : all.contains(IntentStatus.FAILED) ? IntentStatus.FAILED : IntentStatus.DONE;
    }
}
