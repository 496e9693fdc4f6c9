package dcm.command.admission.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.ContainerId;
import dcm.contract.problem.ErrorCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The transfer of one container of an account that is transferred as a whole.
 *
 * @param attempts number of requests to the successor
 * @param failedAt time of the last failure; null: none, or a request is in progress
 * @param code why it failed
 * @param blockedReason why it failed, as a sentence
 */
public record ContainerTransferProgress(
        ContainerId container,
        int attempts,
        @Nullable Instant failedAt,
        @Nullable ErrorCode code,
        @JsonProperty("obstacle") @Nullable String blockedReason) {}
