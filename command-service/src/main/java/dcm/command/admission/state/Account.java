package dcm.command.admission.state;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.transfer.HomesMove;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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
 * @param moves moves of the homes between hosts; null in states of earlier versions
 */
public record Account(
        AccountSnapshot snapshot,
        @Nullable HostName homeHost,
        @Nullable Map<HostName, Integer> hosts,
        @Nullable RemovalProgress removal,
        @Nullable Map<HostName, Long> homeMiB,
        @Nullable Set<HostName> enforced,
        @Nullable HomesMoves moves) {

    public Account with(AccountSnapshot changed) {
        return new Account(changed, homeHost, hosts, removal, homeMiB, enforced, moves);
    }

    public Account at(HostName home) {
        return new Account(snapshot, home, hosts, removal, homeMiB, enforced, moves);
    }

    /** A copy with this size of the homes on a host. */
    public Account holding(HostName host, long mebibytes, boolean isEnforced) {
        Set<HostName> all = enforced == null ? new HashSet<>() : new HashSet<>(enforced);
        if (isEnforced) {
            all.add(host);
        } else {
            all.remove(host);
        }
        return new Account(snapshot, homeHost, hosts, removal, measured(host, mebibytes), all, moves);
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

    /** Whether a host may have data of the owner. In states of earlier versions, this is not known. */
    public boolean mayBeOn(HostName host) {
        return hosts == null || hosts.containsKey(host) || homes(host) > 0;
    }

    /** The hosts that are known to have data of the owner. */
    public Set<HostName> hostsWithData() {
        Set<HostName> all = new HashSet<>(homesMoves().hosts());
        if (homeHost != null) {
            all.add(homeHost);
        }
        if (hosts != null) {
            all.addAll(hosts.keySet());
        }
        if (homeMiB != null) {
            all.addAll(homeMiB.keySet());
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
                enforced,
                moves == null ? null : moves.without(host));
    }

    /** A copy with this host as one that may have data of the owner. */
    public Account on(HostName host, int partition) {
        Map<HostName, Integer> all = hosts == null ? new HashMap<>() : new HashMap<>(hosts);
        all.put(host, partition);
        return new Account(snapshot, homeHost, all, removal, homeMiB, enforced, moves);
    }

    public Account with(@Nullable RemovalProgress now) {
        return new Account(snapshot, homeHost, hosts, now, homeMiB, enforced, moves);
    }

    /** The move of the homes that is in progress. */
    public Optional<HomesMove> move() {
        return Optional.ofNullable(snapshot.homesMove());
    }

    /** What is known of moves of the homes. */
    public HomesMoves homesMoves() {
        return moves == null ? HomesMoves.NONE : moves;
    }

    /** A copy with a move that begins. */
    public Account moving(HomesMove begun, List<ContainerId> running) {
        return with(snapshot.moving(begun)).remembering(homesMoves().running(running));
    }

    /** A copy after a move that has ended; {@code host} must delete what it has of the homes. */
    public Account leaving(HostName host, List<ContainerId> containers) {
        return with(snapshot.moving(null)).remembering(homesMoves().leaving(host, containers));
    }

    /**
     * A copy in which these containers must be created again, because the homes were moved.
     *
     * @param cause the intent that they follow
     */
    public Account recreating(IntentId cause, Collection<ContainerId> containers) {
        return remembering(homesMoves().recreating(cause, containers));
    }

    /** A copy after a container was created again, or is gone. */
    public Account recreated(ContainerId container) {
        return homesMoves().toRecreate().contains(container)
                ? remembering(homesMoves().recreated(container))
                : this;
    }

    /** A copy after the old host could not read the homes in a move. */
    public Account unread(Instant time) {
        return remembering(
                homesMoves().unread(time, move().map(HomesMove::copiedMiB).orElse(0L)));
    }

    /** A copy after a former host has deleted the homes. */
    public Account left(HostName host) {
        Map<HostName, Integer> others = hosts == null ? new HashMap<>() : new HashMap<>(hosts);
        others.remove(host);
        return new Account(
                snapshot,
                homeHost,
                others,
                removal,
                measured(host, 0),
                enforced,
                homesMoves().without(host));
    }

    private Account remembering(HomesMoves now) {
        return new Account(snapshot, homeHost, hosts, removal, homeMiB, enforced, now);
    }
}
