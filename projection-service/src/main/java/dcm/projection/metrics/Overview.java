package dcm.projection.metrics;

import dcm.contract.quota.EffectiveQuota;
import dcm.contract.quota.Resource;
import dcm.contract.quota.ResourceUsage;
import dcm.contract.report.Finding;
import dcm.contract.view.ContainerViewState;
import dcm.contract.view.HostStatus;
import dcm.projection.rest.HostView;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Counts over the whole installation at one time.
 *
 * @param containers by state
 * @param hosts by status
 * @param findings of all hosts, by level
 * @param used the usage of all accounts
 * @param nearLimit the number of accounts that use at least 90 % of a limit
 */
record Overview(
        Map<ContainerViewState, Long> containers,
        Map<HostStatus, Long> hosts,
        Map<Finding.Level, Long> findings,
        Map<Resource, Long> used,
        Map<Resource, Long> nearLimit) {
    static final Overview EMPTY = new Overview(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

    private static final long NEAR_PERCENT = 90;

    /** The usage and the limits of one account. */
    record Account(ResourceUsage usage, EffectiveQuota limits) {
        boolean isNearLimit(Resource resource) {
            long most = limits.limit(resource).most();
            return most != Resource.UNLIMITED && most > 0 && usage.amount(resource) * 100 >= most * NEAR_PERCENT;
        }
    }

    static Overview of(
            Map<ContainerViewState, Long> containers, Collection<HostView> hosts, Collection<Account> accounts) {
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
        return new Overview(
                containers,
                counts(hosts, host -> List.of(host.status())),
                counts(
                        hosts,
                        host -> host.findings().stream()
                                .map(HostView.FindingView::level)
                                .toList()),
                used,
                nearLimit);
    }

    private static <K> Map<K, Long> counts(Collection<HostView> hosts, Function<HostView, List<K>> keys) {
        return hosts.stream()
                .flatMap(host -> keys.apply(host).stream())
                .collect(Collectors.groupingBy(key -> key, Collectors.counting()));
    }
}
