package dcm.command.admission.stream;

import dcm.command.placement.Hosts;
import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.HostName;
import dcm.contract.report.HeartbeatInterval;
import dcm.contract.report.HostLoad;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.LivenessSnapshot;
import dcm.contract.snapshot.LivenessSnapshot.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * The registered hosts, shared by all tasks of this process: the content of {@code dcm.hosts} and {@code dcm.liveness}, and all
 * later heartbeats. Thread-safe.
 */
public final class RegisteredHosts {
    /** How much longer than the interval of heartbeats admission may get no input. */
    private static final Duration INPUT_DELAY = Duration.ofSeconds(5);

    /**
     * After this time, decisions see a heartbeat at the latest. With 1,000 hosts, a heartbeat arrives every 3 ms, and all hosts
     * would be collected again for each decision.
     */
    private static final Duration LIVENESS_DELAY = Duration.ofMillis(100);

    private final Map<HostName, HostSnapshot> hosts = new ConcurrentHashMap<>();

    /** Those that were read from {@code dcm.hosts}. What a task has written later may be in a transaction that is aborted. */
    private final Map<HostName, HostSnapshot> inLog = new ConcurrentHashMap<>();

    /** The last heartbeats, also of hosts whose snapshots were not read yet: their topics are read independently. */
    private final Map<HostName, Seen> lastSeen = new ConcurrentHashMap<>();

    private final AtomicLong changes = new AtomicLong();
    private final AtomicLong heartbeats = new AtomicLong();
    private final PlacementsUnderWay underWay = new PlacementsUnderWay();
    private volatile View view = new View(Hosts.of(hosts.values()), 0, 0, Instant.EPOCH);
    private volatile Instant silenceCountsFrom = Instant.EPOCH;
    private volatile Instant lastInput = Instant.EPOCH;

    /** The hosts after {@code changes} changes and {@code heartbeats} heartbeats. */
    private record View(Hosts hosts, long changes, long heartbeats, Instant at) {}

    /** Takes a snapshot that an instance has published. */
    public void published(HostSnapshot snapshot, Instant now) {
        inputReceived(now);
        inLog.merge(snapshot.name(), snapshot, (known, other) -> known.isReplacedBy(other) ? other : known);
        update(snapshot);
    }

    /**
     * Takes heartbeats that an instance has published. They are also a sign that admission reads heartbeats: an instance whose
     * aggregates include no host reads none itself.
     */
    public void published(LivenessSnapshot liveness, Instant now) {
        inputReceived(now);
        liveness.hosts().forEach((host, seen) -> seen(host, seen.at(), seen.load()));
    }

    /** Stores a host's snapshot, unless a later one is known. The newer heartbeat of both stays. */
    public void update(HostSnapshot snapshot) {
        hosts.merge(
                snapshot.name(),
                snapshot,
                (known, other) -> known.isReplacedBy(other)
                        ? other.seen(known.lastSeen(), known.report().load())
                        : known);
        applyHeartbeat(snapshot.name());
        changes.incrementAndGet();
    }

    /** Stores the last heartbeat of a host. */
    void seen(HostName host, Instant at, HostLoad load) {
        Seen before = lastSeen.get(host);
        if (before != null && before.at().plus(before.load().maxSilence()).isBefore(at)) {
            changes.incrementAndGet(); // hosts are compared with those that are not silent
        }
        lastSeen.merge(host, new Seen(at, load), (known, other) -> other.at().isAfter(known.at()) ? other : known);
        applyHeartbeat(host);
        heartbeats.incrementAndGet();
    }

    private void applyHeartbeat(HostName host) {
        Seen seen = lastSeen.get(host);
        if (seen != null) {
            hosts.computeIfPresent(host, (name, known) -> known.seen(seen.at(), seen.load()));
        }
    }

    /**
     * Forgets what a task has written about its hosts and nobody has read. The transaction may be aborted, and the task would not publish
     * the same again.
     *
     * @param isOwn whether the task decides about a host
     */
    void keepPublished(Predicate<HostName> isOwn) {
        for (HostName host : hosts.keySet()) {
            if (isOwn.test(host)) {
                hosts.computeIfPresent(host, (name, known) -> {
                    HostSnapshot read = inLog.get(name);
                    return read == null
                            ? null
                            : read.seen(known.lastSeen(), known.report().load());
                });
            }
        }
        changes.incrementAndGet();
    }

    /** The number of changes of hosts, not counting heartbeats, except those after a silence. */
    long changes() {
        return changes.get();
    }

    /** The hosts as decisions at {@code now} see them: with all changes, and with heartbeats except the newest. */
    Hosts current(Instant now) {
        View known = view;
        boolean isLate = known.heartbeats() != heartbeats.get()
                && Duration.between(known.at(), now).abs().compareTo(LIVENESS_DELAY) > 0;
        if (known.changes() == changes.get() && !isLate) {
            return known.hosts();
        }
        // The numbers first: what changes meanwhile is collected the next time.
        long upTo = changes.get();
        long beats = heartbeats.get();
        View collected = new View(Hosts.of(hosts.values()), upTo, beats, now);
        view = collected;
        underWay.heartbeats(collected.hosts());
        return collected.hosts();
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
     * Called for each input. Each host sends heartbeats, so a longer gap without any input means that
     * admission was stopped or disconnected. All hosts then get time to send a heartbeat.
     */
    synchronized void inputReceived(Instant now) {
        if (lastInput.plus(HeartbeatInterval.of(hosts.size())).plus(INPUT_DELAY).isBefore(now)) {
            silenceCountsFrom = now;
        }
        lastInput = now;
    }
}
