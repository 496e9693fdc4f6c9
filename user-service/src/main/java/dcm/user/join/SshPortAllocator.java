package dcm.user.join;

import dcm.contract.identity.HostName;
import dcm.contract.identity.PortRange;
import dcm.contract.snapshot.HostSnapshot;
import dcm.rest.problem.ProblemException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the ranges of SSH ports of machines that join. A range is reserved until the machine has reported, so that two machines that
 * join at the same time get different ranges. Thread-safe.
 */
@Singleton
class SshPortAllocator {
    /** The size of a range of SSH ports that the server chooses. */
    private static final int RANGE = 1000;

    /** The highest range that the server chooses. The kernel gives ports from 32768 on to clients. */
    private static final int HIGHEST = 31_000;

    private static final int LOWEST = 10_000;

    /** Longer than a worker needs to start and report. Admission refuses a machine that reports later with taken ports. */
    private static final Duration VALIDITY = Duration.ofMinutes(10);

    private final Map<HostName, Reservation> reserved = new HashMap<>();

    private record Reservation(PortRange range, Instant until) {}

    /**
     * Chooses and reserves a range.
     *
     * @param hosts the registered hosts, whose ranges are taken
     * @throws ProblemException if the requested range overlaps another host's, or none is free
     */
    synchronized PortRange reserve(
            HostName host, @Nullable PortRange requested, List<HostSnapshot> hosts, Instant now) {
        reserved.values().removeIf(reservation -> !now.isBefore(reservation.until()));
        Map<HostName, PortRange> ranges = new HashMap<>();
        hosts.forEach(known -> ranges.put(known.name(), known.sshPorts()));
        // Of a host that joins again, the report is older.
        reserved.forEach((name, reservation) -> ranges.put(name, reservation.range()));
        PortRange range = choose(host, requested, ranges);
        reserved.put(host, new Reservation(range, now.plus(VALIDITY)));
        return range;
    }

    /**
     * The range of SSH ports for a host: the requested one, the one that it had, or a free one.
     *
     * @param ranges of all hosts
     * @throws ProblemException if the requested range overlaps another host's, or none is free
     */
    static PortRange choose(HostName name, @Nullable PortRange requested, Map<HostName, PortRange> ranges) {
        Map<HostName, PortRange> others = new TreeMap<>(ranges);
        others.remove(name);
        if (requested == null) {
            return Optional.ofNullable(ranges.get(name))
                    .or(() -> free(others.values()))
                    .orElseThrow(() -> JoinRules.conflict("No range of " + RANGE + " SSH ports is free between "
                            + LOWEST + " and " + (HIGHEST + RANGE - 1) + ". Choose one: --ssh-ports FIRST-LAST"));
        }
        others.entrySet().stream()
                .filter(other -> other.getValue().overlaps(requested))
                .findFirst()
                .ifPresent(other -> {
                    throw JoinRules.conflict(
                            "The SSH ports " + requested + " overlap those of the host " + other.getKey() + " ("
                                    + other.getValue() + "). Each SSH port identifies one container of all hosts."
                                    + free(others.values())
                                            .map(range -> " A free range: --ssh-ports " + range)
                                            .orElse(""));
                });
        return requested;
    }

    private static Optional<PortRange> free(Collection<PortRange> taken) {
        return IntStream.iterate(HIGHEST, first -> first >= LOWEST, first -> first - RANGE)
                .mapToObj(first -> new PortRange(first, first + RANGE - 1))
                .filter(range -> taken.stream().noneMatch(range::overlaps))
                .findFirst();
    }
}
