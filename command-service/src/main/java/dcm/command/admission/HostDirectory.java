package dcm.command.admission;

import dcm.contract.identity.HostName;
import dcm.contract.snapshot.HostSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The registered hosts as all tasks of this process see them: what {@code dcm.hosts} held, and every heartbeat since.
 * Thread-safe.
 */
public final class HostDirectory {
    private static final Duration DEAFNESS = Duration.ofSeconds(8);

    private final Map<HostName, HostSnapshot> hosts = new ConcurrentHashMap<>();
    private volatile Instant silenceCountsFrom = Instant.EPOCH;
    private volatile Instant lastInput = Instant.EPOCH;

    /** A host was heard, or read of. An older snapshot than the one that is known changes nothing. */
    public void heard(HostSnapshot snapshot) {
        hosts.merge(
                snapshot.name(),
                snapshot,
                (known, heard) -> heard.lastSeen().isBefore(known.lastSeen()) ? known : heard);
    }

    public Optional<HostSnapshot> find(HostName name) {
        return Optional.ofNullable(hosts.get(name));
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

    /**
     * Admission takes an input. Some host's heartbeat comes every three seconds; when nothing at all came for longer, it was
     * admission that did not hear: it did not run, or the broker was away. Every host then gets time to be heard again.
     */
    void takesInput(Instant now) {
        if (lastInput.plus(DEAFNESS).isBefore(now)) {
            silenceCountsFrom = now;
        }
        lastInput = now;
    }
}
