package dcm.command.placement;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.problem.HostRefusal;
import dcm.contract.snapshot.HostSnapshot;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses the host of a container. Each host gets containers in proportion to its free capacity: the host with the
 * fewest containers under way for its capacity is chosen. A hash of container and host decides between equal hosts, so
 * that admissions that do not know each other's placements do not choose the same one.
 */
public final class Placement {
    private static final Comparator<Candidate> ORDER = Comparator.comparingInt(Candidate::siblings)
            .thenComparingDouble(Candidate::score)
            .thenComparing(candidate -> candidate.host().name());

    private Placement() {}

    /** A host that can run the container. */
    private record Candidate(HostSnapshot host, int siblings, double score) {}

    /** The chosen host, or why each host cannot run the container. */
    public sealed interface Choice {
        record Chosen(HostSnapshot host) implements Choice {}

        record NoHost(List<HostRefusal> hosts) implements Choice {}
    }

    /**
     * Chooses a host.
     *
     * @param count how many containers with the same needs the host must have room for
     * @param siblings for each host, how many containers of the same batch must be apart from this one; hosts with
     *     fewer of them are preferred
     */
    public static Choice choose(
            ContainerId container, ContainerNeeds needs, int count, Map<HostName, Integer> siblings, Cluster cluster) {
        Candidate best = null;
        for (HostSnapshot host : cluster.hosts()) {
            if (HostRules.refusal(host, needs, count, cluster).isEmpty()) {
                Candidate candidate = new Candidate(
                        host, siblings.getOrDefault(host.name(), 0), score(container, needs, host, cluster));
                best = best == null || ORDER.compare(candidate, best) < 0 ? candidate : best;
            }
        }
        return best == null ? new Choice.NoHost(refusals(needs, count, cluster)) : new Choice.Chosen(best.host());
    }

    /** Why each host cannot take {@code count} such containers. */
    private static List<HostRefusal> refusals(ContainerNeeds needs, int count, Cluster cluster) {
        return cluster.hosts().stream()
                .flatMap(host -> HostRules.refusal(host, needs, count, cluster).stream())
                .toList();
    }

    /** The host with the fewest containers per CPU; empty if there are no hosts. */
    public static Optional<HostSnapshot> leastLoaded(List<HostSnapshot> hosts) {
        return hosts.stream().min(Comparator.comparingLong(Placement::load).thenComparing(HostSnapshot::name));
    }

    private static double score(ContainerId container, ContainerNeeds needs, HostSnapshot host, Cluster cluster) {
        return (cluster.underWay(host) + fraction(container, host.name()))
                / new FreeCapacity(host.report()).share(needs.limits());
    }

    /** A number from 0 to less than 1, uniformly distributed over containers and hosts: FNV-1a with a final mix. */
    private static double fraction(ContainerId container, HostName host) {
        long hash = 0xcbf29ce484222325L;
        String text = container.value() + "/" + host.value();
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return (double) ((hash ^ (hash >>> 33)) >>> 11) * 0x1.0p-53;
    }

    /** Containers per CPU, in thousandths. */
    private static long load(HostSnapshot host) {
        return host.report().containers()
                * 1_000_000L
                / Math.max(1, host.report().milliCpus());
    }
}
