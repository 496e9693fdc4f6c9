package dcm.auditor.log;

import dcm.contract.identity.OwnerName;
import dcm.contract.quota.ResourceUsage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something was accepted that uses more of a quota.
 *
 * @param intent by which it was asked for
 * @param asked what is used more
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
