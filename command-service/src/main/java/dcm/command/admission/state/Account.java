package dcm.command.admission.state;

import dcm.contract.identity.HostName;
import dcm.contract.snapshot.AccountSnapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The account.
 *
 * @param homeHost the host of the owner's homes; null until the first container has started
 * @param hosts the hosts that may have data of the owner, with the partitions of their desired state; null in states of earlier
 *     versions
 * @param removal null unless the account is being removed
 * @param homeMiB the size of the homes by host; null in states of earlier versions
 * @param enforced the hosts whose filesystem enforces the owner's quota; null in states of earlier versions
 */
public record Account(
        AccountSnapshot snapshot,
        @Nullable HostName homeHost,
        @Nullable Map<HostName, Integer> hosts,
        @Nullable RemovalProgress removal,
        @Nullable Map<HostName, Long> homeMiB,
        @Nullable Set<HostName> enforced) {

    public Account with(AccountSnapshot changed) {
        return new Account(changed, homeHost, hosts, removal, homeMiB, enforced);
    }

    public Account at(HostName home) {
        return new Account(snapshot, home, hosts, removal, homeMiB, enforced);
    }

    /** A copy with this size of the homes on a host. */
    public Account holding(HostName host, long mebibytes, boolean isEnforced) {
        Set<HostName> all = enforced == null ? new HashSet<>() : new HashSet<>(enforced);
        if (isEnforced) {
            all.add(host);
        } else {
            all.remove(host);
        }
        return new Account(snapshot, homeHost, hosts, removal, measured(host, mebibytes), all);
    }

    private Map<HostName, Long> measured(HostName host, long mebibytes) {
        Map<HostName, Long> all = homeMiB == null ? new HashMap<>() : new HashMap<>(homeMiB);
        if (mebibytes == 0) {
            all.remove(host);
        } else {
            all.put(host, mebibytes);
        }
        return all;
    }

    /** The size of the homes on a host, in MiB. */
    public long homes(HostName host) {
        return homeMiB == null ? 0 : homeMiB.getOrDefault(host, 0L);
    }

    /** The hosts on which the homes have a size, in alphabetical order. */
    public Stream<HostName> measuredHosts() {
        return homeMiB == null ? Stream.of() : homeMiB.keySet().stream().sorted();
    }

    /** The host for which the size of shared homes is recorded; empty before the first container has started. */
    public Optional<HostName> measuredHost() {
        return measuredHosts().findFirst().or(() -> Optional.ofNullable(homeHost));
    }

    /** The size of all homes, in MiB. */
    public long homes() {
        return homeMiB == null
                ? 0
                : homeMiB.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether the filesystem of a host enforces the owner's quota. */
    public boolean isEnforced(HostName host) {
        return enforced != null && enforced.contains(host);
    }

    /** Whether filesystems alone enforce the quota. One can; several do not know each other's usage. */
    public boolean needsNoCount() {
        return homeMiB != null
                && homeMiB.size() == 1
                && homeMiB.keySet().stream().allMatch(this::isEnforced);
    }

    /** A copy without this host, which was removed. */
    public Account without(HostName host) {
        Map<HostName, Integer> all = hosts == null ? new HashMap<>() : new HashMap<>(hosts);
        all.remove(host);
        return new Account(
                snapshot,
                host.equals(homeHost) ? null : homeHost,
                all,
                removal == null ? null : removal.without(host),
                measured(host, 0),
                enforced);
    }

    /** A copy with this host as one that may have data of the owner. */
    public Account on(HostName host, int partition) {
        Map<HostName, Integer> all = hosts == null ? new HashMap<>() : new HashMap<>(hosts);
        all.put(host, partition);
        return new Account(snapshot, homeHost, all, removal, homeMiB, enforced);
    }

    public Account with(@Nullable RemovalProgress now) {
        return new Account(snapshot, homeHost, hosts, now, homeMiB, enforced);
    }
}
