package dcm.command.admission.stream;

import dcm.command.placement.Hosts;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Containers that this process has placed and that their hosts have not yet reported with a heartbeat. Placement counts
 * them, because heartbeats arrive only every few seconds. Lost at a restart; heartbeats then replace it. Thread-safe.
 */
final class PlacementsUnderWay {
    /** After this time, a placement whose outcome another process has received does not count any more. */
    private static final Duration MAX_AGE = Duration.ofMinutes(2);

    private final Map<ContainerId, Placed> containers = new HashMap<>();
    private final Map<HostName, Set<ContainerId>> byHost = new HashMap<>();
    private PMap<HostName, Integer> counts = HashTreePMap.empty();

    /** @param endedAt when the first outcome arrived; null before that */
    private record Placed(
            HostName host, Instant at, @Nullable Instant endedAt) {}

    synchronized void placed(ContainerId container, HostName host, Instant now) {
        forget(container);
        containers.put(container, new Placed(host, now, null));
        byHost.computeIfAbsent(host, name -> new HashSet<>()).add(container);
        count(host);
    }

    /** The host does not have the container. */
    synchronized void refused(ContainerId container, HostName host) {
        Placed placed = containers.get(container);
        if (placed != null && placed.host().equals(host)) {
            forget(container);
        }
    }

    /** The container does not exist any more, whether or not its host has ever reported it. */
    synchronized void removed(ContainerId container) {
        forget(container);
    }

    /** An outcome has arrived: the next heartbeat of the host includes the container, if it exists. */
    synchronized void ended(ContainerId container, Instant now) {
        containers.computeIfPresent(
                container, (id, known) -> known.endedAt() != null ? known : new Placed(known.host(), known.at(), now));
    }

    /** Decisions see these heartbeats from now on, so the containers that they include do not count here any more. */
    synchronized void heartbeats(Hosts hosts) {
        for (HostName name : List.copyOf(byHost.keySet())) {
            hosts.find(name).ifPresent(host -> heartbeat(name, host.lastSeen()));
        }
    }

    private void heartbeat(HostName host, Instant at) {
        for (ContainerId container : List.copyOf(byHost.getOrDefault(host, Set.of()))) {
            Placed placed = Objects.requireNonNull(containers.get(container));
            boolean isIncluded = placed.endedAt() != null && at.isAfter(placed.endedAt());
            if (isIncluded || placed.at().plus(MAX_AGE).isBefore(at)) {
                forget(container);
            }
        }
    }

    /** The number of containers under way for each host that has any. Immutable. */
    synchronized Map<HostName, Integer> counts() {
        return counts;
    }

    private void forget(ContainerId container) {
        Placed placed = containers.remove(container);
        if (placed != null) {
            Set<ContainerId> others = Objects.requireNonNull(byHost.get(placed.host()));
            others.remove(container);
            if (others.isEmpty()) {
                byHost.remove(placed.host());
            }
            count(placed.host());
        }
    }

    private void count(HostName host) {
        int count = byHost.getOrDefault(host, Set.of()).size();
        counts = count == 0 ? counts.minus(host) : counts.plus(host, count);
    }
}
