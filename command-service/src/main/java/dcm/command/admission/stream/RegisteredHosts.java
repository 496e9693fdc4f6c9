package dcm.command.admission.stream;

import dcm.contract.identity.HostDeclaration;
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
 * The registered hosts, shared by all tasks of this process: the content of {@code dcm.hosts} and all later heartbeats.
 * Thread-safe.
 */
public final class RegisteredHosts {
    private static final Duration MAX_INPUT_GAP = Duration.ofSeconds(8);

    private final Map<HostName, HostSnapshot> hosts = new ConcurrentHashMap<>();
    private final PlacementsUnderWay underWay = new PlacementsUnderWay();
    private volatile Instant silenceCountsFrom = Instant.EPOCH;
    private volatile Instant lastInput = Instant.EPOCH;

    /**
     * Takes a snapshot that an instance has published. It is also a sign that admission reads heartbeats: an instance whose
     * aggregates include no host reads none itself.
     */
    public void published(HostSnapshot snapshot, Instant now) {
        inputReceived(now);
        update(snapshot);
    }

    /** Stores a host's snapshot, unless a newer one is known. */
    public void update(HostSnapshot snapshot) {
        HostSnapshot before = hosts.get(snapshot.name());
        if (before == null || snapshot.lastSeen().isAfter(before.lastSeen())) {
            underWay.heartbeat(snapshot.name(), snapshot.lastSeen());
        }
        hosts.merge(
                snapshot.name(),
                snapshot,
                (known, newer) -> newer.lastSeen().isBefore(known.lastSeen()) ? known : newer);
    }

    /** The placements of this process that heartbeats do not include yet. */
    PlacementsUnderWay underWay() {
        return underWay;
    }

    public Optional<HostSnapshot> find(HostName name) {
        return Optional.ofNullable(hosts.get(name));
    }

    /** What a host declared when it joined; empty if it has not joined, or was removed. */
    public Optional<HostDeclaration> declaration(HostName name) {
        return find(name).filter(host -> host.removedAt() == null).map(HostSnapshot::declaration);
    }

    /** The registered hosts, sorted by name. */
    public List<HostSnapshot> all() {
        return hosts.values().stream()
                .sorted(Comparator.comparing(HostSnapshot::name))
                .toList();
    }

    /** The time from which a host's silence counts. */
    public Instant silenceCountsFrom() {
        return silenceCountsFrom;
    }

    /** A task starts, after another instance perhaps stopped. All hosts get time to send a heartbeat. */
    synchronized void taskOpened(Instant now) {
        silenceCountsFrom = now;
        lastInput = now;
    }

    /**
     * Called for each input. A heartbeat arrives every three seconds, so a longer gap without any input means that
     * admission was stopped or disconnected. All hosts then get time to send a heartbeat.
     */
    synchronized void inputReceived(Instant now) {
        if (lastInput.plus(MAX_INPUT_GAP).isBefore(now)) {
            silenceCountsFrom = now;
        }
        lastInput = now;
    }
}
