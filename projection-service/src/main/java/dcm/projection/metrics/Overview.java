package dcm.projection.metrics;

import dcm.contract.quota.EffectiveQuota;
import dcm.contract.quota.Resource;
import dcm.contract.quota.ResourceUsage;
import dcm.contract.view.ContainerViewState;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts of rows over the whole installation at one time.
 *
 * @param containers by state
 * @param used the usage of all accounts
 * @param nearLimit the number of accounts that use at least 90 % of a limit
 */
record Overview(Map<ContainerViewState, Long> containers, Map<Resource, Long> used, Map<Resource, Long> nearLimit) {
    private static final long NEAR_PERCENT = 90;

    /** The usage and the limits of one account. */
    record Account(ResourceUsage usage, EffectiveQuota limits) {
        boolean isNearLimit(Resource resource) {
            long most = limits.limit(resource).most();
            return most != Resource.UNLIMITED && most > 0 && usage.amount(resource) * 100 >= most * NEAR_PERCENT;
        }
    }

    static Overview of(Map<ContainerViewState, Long> containers, Collection<Account> accounts) {
        Map<Resource, Long> used = new EnumMap<>(Resource.class);
        Map<Resource, Long> nearLimit = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            used.put(
                    resource,
                    accounts.stream()
                            .mapToLong(account -> account.usage().amount(resource))
                            .sum());
            nearLimit.put(
                    resource,
                    accounts.stream()
                            .filter(account -> account.isNearLimit(resource))
                            .count());
        }
        return new Overview(containers, used, nearLimit);
    }
}
