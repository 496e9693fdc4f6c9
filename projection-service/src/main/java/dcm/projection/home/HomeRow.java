package dcm.projection.home;

import dcm.contract.quota.Resource;
import dcm.contract.quota.ResourceUsage;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A row of the home view: the size of an owner's homes on one host. */
@Entity
@Table(name = "home")
@IdClass(HomeRow.Key.class)
@SuppressWarnings("NullAway.Init") // the persistence provider fills the fields
public class HomeRow extends PanacheEntityBase {
    @Id
    public String owner;

    @Id
    public String host;

    public long mebibytes;

    /** Whether the filesystem enforces the owner's quota on this host. */
    public boolean enforced;

    /** The primary key. */
    public record Key(String owner, String host) implements Serializable {}

    /**
     * Whether the filesystem alone enforces the owner's quota, so that admission need not count. This is true if the
     * owner has homes on one host only and that host enforces the quota. Empty before the first measurement.
     */
    public static Optional<Boolean> needNoCount(String owner) {
        List<HomeRow> all = list("owner", owner);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.size() == 1 && all.getFirst().enforced);
    }

    /** The hosts on which an owner has homes. */
    public static List<String> hosts(String owner) {
        return HomeRow.<HomeRow>list("owner", owner).stream()
                .map(row -> row.host)
                .toList();
    }

    /**
     * The usage of an owner's homes that counts against the quota.
     *
     * @param current newer sizes in MiB by host, which replace those in the view
     */
    public static ResourceUsage use(String owner, Map<String, Long> current) {
        Map<String, Long> sizes = new HashMap<>();
        HomeRow.<HomeRow>list("owner", owner).forEach(row -> sizes.put(row.host, row.mebibytes));
        sizes.putAll(current);
        return ResourceUsage.of(
                Resource.HOME_MIB,
                sizes.values().stream().mapToLong(Long::longValue).sum());
    }
}
