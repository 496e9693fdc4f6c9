package dcm.edge.host;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.identity.HostName;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.topic.Topic;
import dcm.edge.readiness.LogReaders;
import dcm.log.KafkaConnection;
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
    public static HostStates following(KafkaConnection connection, LogReaders readers) {
        HostStates states = new HostStates();
        follow(connection, readers, states::take);
        return states;
    }

    /** Shows all hosts as they change, as long as this process runs. */
    public static void follow(KafkaConnection connection, LogReaders readers, Consumer<HostSnapshot> seen) {
        Codec<HostSnapshot> codec = new Codec<>(Families.HOSTS);
        readers.register(new LogReader(
                        "hosts",
                        connection,
                        LogReader.partitions(Topic.HOSTS.topicName(), Topic.HOSTS.partitions()),
                        LogReader.Start.BEGINNING,
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
