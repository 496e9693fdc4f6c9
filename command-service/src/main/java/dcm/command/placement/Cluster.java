package dcm.command.placement;

import dcm.contract.identity.HostName;
import dcm.contract.snapshot.HostSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The hosts, as a decision sees them.
 *
 * @param hosts the registered hosts
 * @param silent those without a recent heartbeat
 * @param underWay for each host, the number of containers that were placed there and are not part of its last heartbeat
 */
public record Cluster(List<HostSnapshot> hosts, Set<HostName> silent, Map<HostName, Integer> underWay) {
    public Cluster {
        hosts = List.copyOf(hosts);
        silent = Set.copyOf(silent);
        underWay = Map.copyOf(underWay);
    }

    int underWay(HostSnapshot host) {
        return underWay.getOrDefault(host.name(), 0);
    }
}
