package dcm.auditor.log;

import dcm.contract.identity.OwnerName;
import dcm.contract.quota.ResourceUsage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An accepted change that uses more of a quota.
 *
 * @param intent the intent that requested it; null if no intent did
 * @param asked the additional usage
 * @param after the owner's total usage of containers afterwards
 */
public record Growth(
        OwnerName owner,
        long sequence,
        Instant time,
        @Nullable String intent,
        ResourceUsage asked,
        ResourceUsage after,
        LoggedAccount account) {}
