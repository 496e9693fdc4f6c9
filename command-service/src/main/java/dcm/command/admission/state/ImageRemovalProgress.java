package dcm.command.admission.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.ImageId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one image of an account that is being removed.
 *
 * @param attempts number of transfer requests to the receiver
 * @param promoted whether its promotion to a base image was requested
 * @param failedAt when the last transfer failed; null: none failed, or one is in progress
 * @param blockedReason why the last transfer failed
 */
public record ImageRemovalProgress(
        ImageId image,
        int attempts,
        boolean promoted,
        @Nullable Instant failedAt,
        @JsonProperty("obstacle") @Nullable String blockedReason) {}
