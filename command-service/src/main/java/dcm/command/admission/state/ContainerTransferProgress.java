package dcm.command.admission.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.ContainerId;
import dcm.contract.problem.ErrorCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A container of an account that is handed over as a whole.
 *
 * @param attempts how often the successor was asked to take it
 * @param failedAt when that failed the last time; null: it was never asked, or is on its way
 * @param code why it failed
 * @param blockedReason the same in words
 */
public record ContainerTransferProgress(
        ContainerId container,
        int attempts,
        @Nullable Instant failedAt,
        @Nullable ErrorCode code,
        @JsonProperty("obstacle") @Nullable String blockedReason) {}
