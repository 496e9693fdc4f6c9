package dcm.command.admission;

import dcm.contract.identity.HostName;
import dcm.contract.snapshot.HostSnapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The registered hosts as all tasks of this process see them: what {@code dcm.hosts} held, and every heartbeat since.
 * Thread-safe.
 */
public final class HostDirectory {
    private final Map<HostName, HostSnapshot> hosts = new ConcurrentHashMap<>();
    private volatile Instant silenceCountsFrom = Instant.EPOCH;

    /** A host was heard, or read of. An older snapshot than the one that is known changes nothing. */
    public void heard(HostSnapshot snapshot) {
        hosts.merge(
                snapshot.name(),
                snapshot,
                (known, heard) -> heard.lastSeen().isBefore(known.lastSeen()) ? known : heard);
    }

    /** The registered hosts, by name. */
    public List<HostSnapshot> all() {
        return hosts.values().stream()
                .sorted(Comparator.comparing(HostSnapshot::name))
                .toList();
    }

    /** Since when a host that is silent here is silent indeed. */
    public Instant silenceCountsFrom() {
        return silenceCountsFrom;
    }

    /** Admission goes on after it had been away; what it has not heard until now says nothing about hosts. */
    public void listensSince(Instant now) {
        silenceCountsFrom = now;
    }
}
