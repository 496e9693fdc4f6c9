package dcm.rest.host;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.identity.HostName;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.LivenessSnapshot;
import dcm.contract.snapshot.LivenessSnapshot.Seen;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogReader;
import dcm.rest.readiness.LogReaderReadiness;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/** The latest snapshots of all hosts that are not removed, with their last heartbeats. Thread-safe. */
public final class HostCache {
    private final Map<HostName, HostSnapshot> hosts = new ConcurrentSkipListMap<>();

    /** Also of hosts whose snapshots were not read yet: the two topics are read independently. */
    private final Map<HostName, Seen> heartbeats = new ConcurrentHashMap<>();

    /** Creates an instance that follows {@code dcm.hosts} and {@code dcm.liveness} until the process ends. */
    public static HostCache following(LogReaderReadiness readers) {
        HostCache states = new HostCache();
        follow(readers, states::take);
        followLiveness(readers, states::take);
        return states;
    }

    /** Passes each new snapshot to {@code seen} until the process ends. */
    public static LogReader follow(LogReaderReadiness readers, Consumer<HostSnapshot> seen) {
        return follow(readers, "hosts", Topic.HOSTS, new Codec<>(Families.HOSTS), seen);
    }

    /** Passes new heartbeats to {@code seen} until the process ends. */
    public static LogReader followLiveness(LogReaderReadiness readers, Consumer<LivenessSnapshot> seen) {
        return follow(readers, "liveness", Topic.LIVENESS, new Codec<>(Families.LIVENESS), seen);
    }

    private static <T> LogReader follow(
            LogReaderReadiness readers, String name, Topic topic, Codec<T> codec, Consumer<T> seen) {
        return readers.register(LogReader.ofTable(
                        name,
                        readers.tables(),
                        topic,
                        records -> records.forEach(record ->
                                seen.accept(KafkaRecords.message(codec, record).payload()))))
                .start();
    }

    /** Takes a new snapshot. A newer heartbeat stays. */
    public void take(HostSnapshot host) {
        if (host.removedAt() == null) {
            hosts.merge(
                    host.name(),
                    host,
                    (known, now) -> now.seen(known.lastSeen(), known.report().load()));
            applyHeartbeat(host.name());
        } else {
            hosts.remove(host.name());
            heartbeats.remove(host.name());
        }
    }

    /** Takes new heartbeats, also of hosts that are not known yet. */
    public void take(LivenessSnapshot liveness) {
        liveness.hosts().forEach((name, seen) -> take(name, seen));
    }

    /** Takes the last heartbeat of a host. Returns the host; empty if it is unknown. */
    public Optional<HostSnapshot> take(HostName name, Seen seen) {
        heartbeats.merge(name, seen, (known, now) -> now.at().isAfter(known.at()) ? now : known);
        return applyHeartbeat(name);
    }

    /** After the map of hosts or of heartbeats was changed, so that the later one of two threads sees both. */
    private Optional<HostSnapshot> applyHeartbeat(HostName name) {
        Seen seen = heartbeats.get(name);
        return seen == null
                ? find(name)
                : Optional.ofNullable(hosts.computeIfPresent(name, (key, known) -> known.seen(seen.at(), seen.load())));
    }

    public Optional<HostSnapshot> find(HostName name) {
        return Optional.ofNullable(hosts.get(name));
    }

    /** All hosts, by name. */
    public List<HostSnapshot> all() {
        return List.copyOf(hosts.values());
    }
}
