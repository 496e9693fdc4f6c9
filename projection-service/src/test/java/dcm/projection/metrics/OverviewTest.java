package dcm.projection.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.quota.EffectiveQuota;
import dcm.contract.quota.EffectiveQuota.Limit;
import dcm.contract.quota.EffectiveQuota.Origin;
import dcm.contract.quota.Resource;
import dcm.contract.quota.ResourceUsage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OverviewTest {
    @Test
    void accountsNearTheirLimitsAreCounted() {
        Overview overview = Overview.of(
                Map.of(),
                List.of(
                        account(9, 10),
                        account(10, 10),
                        account(8, 10),
                        account(500, Resource.UNLIMITED),
                        account(0, 0)));

        assertThat(overview.nearLimit()).containsEntry(Resource.CONTAINERS, 2L).containsEntry(Resource.PORTS, 0L);
        assertThat(overview.used()).containsEntry(Resource.CONTAINERS, 527L).containsEntry(Resource.PORTS, 0L);
    }

    private static Overview.Account account(long used, long most) {
        Map<Resource, Limit> limits = Arrays.stream(Resource.values())
                .collect(Collectors.toMap(resource -> resource, resource -> new Limit(most, Origin.ACCOUNT, null)));
        return new Overview.Account(ResourceUsage.of(Resource.CONTAINERS, used), new EffectiveQuota(limits));
    }
}
