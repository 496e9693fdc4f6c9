package dcm.auditor.log;

import dcm.contract.identity.OwnerName;
import dcm.contract.quota.ResourceUsage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An accepted change that uses more of a quota.
 *
 * @param intent the intent that requested it; null if no intent did
 * @param added the additional usage
 * @param after the owner's total usage of containers afterwards
 */
public record UsageIncrease(
        OwnerName owner,
        long sequence,
        Instant time,
        @Nullable String intent,
        ResourceUsage added,
        ResourceUsage after,
        RecordedAccount account) {}
