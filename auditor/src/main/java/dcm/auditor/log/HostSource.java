package dcm.auditor.log;

import dcm.auditor.finding.AuditFailure;
import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.identity.HostName;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaConnection;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Reads the registered hosts. */
public final class HostSource {
    private static final Duration BOUND = Duration.ofMinutes(1);

    private final Codec<HostSnapshot> codec = new Codec<>(Families.HOSTS);
    private final KafkaConnection connection;

    /** @param connection that may read all topics */
    public HostSource(KafkaConnection connection) {
        this.connection = connection;
    }

    /** The hosts that are not removed, by name. */
    public List<HostSnapshot> read() throws InterruptedException {
        Map<HostName, HostSnapshot> hosts = new ConcurrentSkipListMap<>();
        try (LogReader reader = LogReader.ofTable(
                "auditor-hosts",
                connection,
                Topic.HOSTS,
                records -> records.forEach(record -> {
                    HostSnapshot host = KafkaRecords.message(codec, record).payload();
                    hosts.put(host.name(), host);
                }))) {
            if (!reader.start().awaitCaughtUp(BOUND)) {
                throw new AuditFailure("The hosts could not be read from the log: "
                        + reader.failure().map(Throwable::getMessage).orElse("it took too long"));
            }
        }
        return hosts.values().stream().filter(host -> host.removedAt() == null).toList();
    }
}
