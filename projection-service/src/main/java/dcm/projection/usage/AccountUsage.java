package dcm.projection.usage;

import dcm.contract.quota.Resource;
import dcm.contract.quota.ResourceUsage;
import dcm.projection.home.HomeRow;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What accounts use of all resources: their containers, images and homes.
 *
 * @param containers by account
 * @param images by account
 * @param homes by account
 */
public record AccountUsage(
        Map<String, ResourceUsage> containers, Map<String, ResourceUsage> images, Map<String, List<HomeRow>> homes) {

    /**
     * Reads the usage with one query for each kind, however many accounts there are.
     *
     * @param owners null: all
     */
    public static AccountUsage read(@Nullable Collection<String> owners) {
        return new AccountUsage(ContainerUsage.byOwner(owners), ImageUsage.byOwner(owners), HomeRow.byOwner(owners));
    }

    /**
     * The usage of an account.
     *
     * @param current sizes of its homes in MiB by host, which replace those in the view
     */
    public ResourceUsage of(String owner, Map<String, Long> current) {
        Map<String, Long> sizes = new HashMap<>();
        homes.getOrDefault(owner, List.of()).forEach(row -> sizes.put(row.host, row.mebibytes));
        sizes.putAll(current);
        long mebibytes = sizes.values().stream().mapToLong(Long::longValue).sum();
        return containers
                .getOrDefault(owner, ResourceUsage.NONE)
                .plus(images.getOrDefault(owner, ResourceUsage.NONE))
                .plus(ResourceUsage.of(Resource.HOME_MIB, mebibytes));
    }

    /**
     * Whether the filesystem alone enforces the account's quota, so that admission need not count. This is true if the
     * account has homes on one host only and that host enforces the quota. Empty before the first measurement.
     */
    public Optional<Boolean> needsNoCount(String owner) {
        List<HomeRow> rows = homes.getOrDefault(owner, List.of());
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.size() == 1 && rows.getFirst().enforced);
    }
}
