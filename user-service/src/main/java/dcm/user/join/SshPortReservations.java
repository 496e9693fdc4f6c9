package dcm.user.join;

import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.HostName;
import dcm.contract.identity.PortRange;
import dcm.contract.snapshot.HostSnapshot;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ranges of SSH ports of machines that have joined and not reported yet, so that two machines that join at the same
 * time get different ones. Thread-safe.
 */
@Singleton
class SshPortReservations {
    /** Longer than a worker needs to start and report. Admission refuses a machine that reports later with taken ports. */
    private static final Duration VALIDITY = Duration.ofMinutes(10);

    private final Map<HostName, Reservation> reserved = new HashMap<>();

    private record Reservation(PortRange range, Instant until) {}

    /**
     * Chooses and reserves a range.
     *
     * @param hosts the registered hosts, whose ranges are taken
     * @see JoinRules#sshPorts
     */
    synchronized PortRange reserve(
            HostName host, @Nullable PortRange requested, List<HostSnapshot> hosts, Instant now) {
        reserved.values().removeIf(reservation -> !now.isBefore(reservation.until()));
        Map<HostName, PortRange> ranges = new HashMap<>();
        hosts.forEach(known -> ranges.put(known.name(), range(known)));
        // Of a host that joins again, the report is older.
        reserved.forEach((name, reservation) -> ranges.put(name, reservation.range()));
        PortRange range = JoinRules.sshPorts(host, requested, ranges);
        reserved.put(host, new Reservation(range, now.plus(VALIDITY)));
        return range;
    }

    private static PortRange range(HostSnapshot host) {
        HostDeclaration declaration = host.declaration();
        return declaration == null ? host.report().sshPorts() : declaration.sshPorts();
    }
}
