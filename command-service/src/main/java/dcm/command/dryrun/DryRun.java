package dcm.command.dryrun;

import dcm.contract.event.OwnerEvent;
import dcm.contract.quota.EffectiveQuota;
import dcm.contract.quota.Resource;
import dcm.contract.quota.ResourceUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an intent would cause now.
 *
 * @param events what admission would record
 * @param quota the owner's usage and limits after these events; null if there is no such account
 */
public record DryRun(List<OwnerEvent> events, @Nullable Quota quota) {
    public DryRun {
        events = List.copyOf(events);
    }

    /** An owner's usage and limits. */
    public record Quota(ResourceUsage used, EffectiveQuota allowance) {
        public long used(Resource resource) {
            return used.amount(resource);
        }

        /** The limit, or {@link Resource#UNLIMITED}. */
        public long limit(Resource resource) {
            return allowance.limit(resource).most();
        }
    }
}
