package dcm.command.admission.stream;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Containers that this process has placed and that their hosts have not yet reported with a heartbeat. Placement counts
 * them, because heartbeats arrive only every few seconds. Lost at a restart; heartbeats then replace it. Thread-safe.
 */
final class PlacementsUnderWay {
    /** After this time, a placement whose outcome another process has received does not count any more. */
    private static final Duration MAX_AGE = Duration.ofMinutes(2);

    private final Map<HostName, Map<ContainerId, Placed>> hosts = new ConcurrentHashMap<>();

    /** @param endedAt when the first outcome arrived; empty before that */
    private record Placed(Instant at, Optional<Instant> endedAt) {}

    void placed(ContainerId container, HostName host, Instant now) {
        hosts.computeIfAbsent(host, name -> new ConcurrentHashMap<>())
                .put(container, new Placed(now, Optional.empty()));
    }

    /** The host does not have the container. */
    void refused(ContainerId container, HostName host) {
        Optional.ofNullable(hosts.get(host)).ifPresent(placed -> placed.remove(container));
    }

    /** An outcome has arrived: the next heartbeat of the host includes the container, if it exists. */
    void ended(ContainerId container, Instant now) {
        hosts.values()
                .forEach(placed -> placed.computeIfPresent(
                        container,
                        (id, known) -> known.endedAt().isPresent() ? known : new Placed(known.at(), Optional.of(now))));
    }

    /** A heartbeat of the host has arrived. */
    void heartbeat(HostName host, Instant now) {
        Optional.ofNullable(hosts.get(host))
                .ifPresent(all -> all.values()
                        .removeIf(
                                placed -> placed.endedAt().filter(now::isAfter).isPresent()
                                        || placed.at().plus(MAX_AGE).isBefore(now)));
    }

    /** The number of containers under way for each host. */
    Map<HostName, Integer> counts() {
        return hosts.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, host -> host.getValue().size()));
    }
}
