package dcm.rest.host;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.identity.HostName;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogReader;
import dcm.rest.readiness.LogReaderReadiness;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/** The latest snapshots of all hosts that are not removed. Thread-safe. */
public final class HostCache {
    private final Map<HostName, HostSnapshot> hosts = new ConcurrentSkipListMap<>();

    /** Creates an instance that follows {@code dcm.hosts} until the process ends. */
    public static HostCache following(LogReaderReadiness readers) {
        HostCache states = new HostCache();
        follow(readers, states::take);
        return states;
    }

    /** Passes each new snapshot to {@code seen} until the process ends. */
    public static LogReader follow(LogReaderReadiness readers, Consumer<HostSnapshot> seen) {
        Codec<HostSnapshot> codec = new Codec<>(Families.HOSTS);
        return readers.register(LogReader.ofTable(
                        "hosts",
                        readers.connection(),
                        Topic.HOSTS,
                        records -> records.forEach(record ->
                                seen.accept(KafkaRecords.message(codec, record).payload()))))
                .start();
    }

    /** Takes a new snapshot. */
    public void take(HostSnapshot host) {
        if (host.removedAt() == null) {
            hosts.put(host.name(), host);
        } else {
            hosts.remove(host.name());
        }
    }

    public Optional<HostSnapshot> find(HostName name) {
        return Optional.ofNullable(hosts.get(name));
    }

    /** All hosts, by name. */
    public List<HostSnapshot> all() {
        return List.copyOf(hosts.values());
    }
}
