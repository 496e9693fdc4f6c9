package dcm.command.admission.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.ImageId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An image of an account that is removed.
 *
 * @param attempts how often a receiver was asked to take it
 * @param promoted whether it was asked that it becomes a base image
 * @param failedAt when it was not taken the last time; null: it was never asked, or is on its way
 * @param blockedReason why it was not taken
 */
public record ImageRemovalProgress(
        ImageId image,
        int attempts,
        boolean promoted,
        @Nullable Instant failedAt,
        @JsonProperty("obstacle") @Nullable String blockedReason) {}
