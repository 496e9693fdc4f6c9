package dcm.worker.intake;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.wanted.ContainerWanted;
import dcm.contract.wanted.Wanted;
import dcm.log.KafkaRecords;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** The containers in the desired state of this host, read from its partition of {@code dcm.wanted}. Thread-safe. */
public final class WantedContainers {
    private final Codec<Wanted> codec = new Codec<>(Families.WANTED);
    private final Map<ContainerId, ContainerWanted> wanted = new ConcurrentHashMap<>();
    private final HostName host;
    private final FinishedOrders finished;

    public WantedContainers(HostName host, FinishedOrders finished) {
        this.host = host;
        this.finished = finished;
    }

    /** Applies a batch of records. */
    public void take(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            if (!ContainerWanted.isKey(record.key())) {
                continue;
            }
            ContainerId id = new ContainerId(record.key());
            if (record.value() == null) {
                wanted.remove(id);
            } else if (KafkaRecords.message(codec, record).payload() instanceof ContainerWanted container
                    && container.host().equals(host)) {
                wanted.put(id, container);
                finished.learn(id, container.finished());
            }
        }
    }

    public Optional<ContainerWanted> find(ContainerId id) {
        return Optional.ofNullable(wanted.get(id));
    }

    public Collection<ContainerWanted> all() {
        return wanted.values();
    }
}
