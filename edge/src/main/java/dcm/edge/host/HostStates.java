package dcm.edge.host;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.identity.HostName;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.topic.Topic;
import dcm.edge.readiness.LogReaders;
import dcm.log.KafkaRecords;
import dcm.log.LogReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/** All hosts but those that are gone for good, as they were last told. Thread-safe. */
public final class HostStates {
    private final Map<HostName, HostSnapshot> hosts = new ConcurrentSkipListMap<>();

    /** States that follow {@code dcm.hosts} as long as this process runs. */
    public static HostStates following(LogReaders readers) {
        HostStates states = new HostStates();
        follow(readers, states::take);
        return states;
    }

    /** Shows all hosts as they change, as long as this process runs. */
    public static LogReader follow(LogReaders readers, Consumer<HostSnapshot> seen) {
        Codec<HostSnapshot> codec = new Codec<>(Families.HOSTS);
        return readers.register(LogReader.ofTable(
                        "hosts",
                        readers.connection(),
                        Topic.HOSTS,
                        records -> records.forEach(record ->
                                seen.accept(KafkaRecords.message(codec, record).payload()))))
                .start();
    }

    /** A host was heard, or changed. */
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

    /** All, by name. */
    public List<HostSnapshot> all() {
        return List.copyOf(hosts.values());
    }
}
