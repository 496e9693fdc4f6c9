package dcm.command.placement;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.snapshot.HostSnapshot;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chooses the host of a container. */
public final class Placement {
    /**
     * Containers are spread over this many of the least loaded hosts, so that simultaneous requests do not all go to
     * the same one.
     */
    private static final int BEST = 3;

    private Placement() {}

    /**
     * The host for a container; empty if none fits.
     *
     * @param home the only host with the owner's homes; null if homes are shared or do not exist yet
     * @param refusedBy hosts that have refused the container
     */
    public static Optional<HostSnapshot> choose(
            ContainerId container,
            ImageSource image,
            List<HostSnapshot> live,
            @Nullable HostName home,
            Set<HostName> refusedBy) {
        List<HostSnapshot> fit = live.stream()
                .filter(host -> home == null || host.name().equals(home))
                .filter(host -> !refusedBy.contains(host.name()))
                .filter(host -> image.on(host).isPresent())
                .sorted(Comparator.comparingLong(Placement::load).thenComparing(HostSnapshot::name))
                .limit(BEST)
                .toList();
        return fit.isEmpty() ? Optional.empty() : Optional.of(fit.get(Math.floorMod(container.hashCode(), fit.size())));
    }

    /** The host with the fewest containers per CPU; empty if there are no hosts. */
    public static Optional<HostSnapshot> leastLoaded(List<HostSnapshot> hosts) {
        return hosts.stream().min(Comparator.comparingLong(Placement::load).thenComparing(HostSnapshot::name));
    }

    /** Containers per CPU, in thousandths. */
    private static long load(HostSnapshot host) {
        return host.report().containers()
                * 1_000_000L
                / Math.max(1, host.report().milliCpus());
    }
}
