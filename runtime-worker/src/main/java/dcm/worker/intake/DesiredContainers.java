package dcm.worker.intake;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.desired.DesiredContainer;
import dcm.contract.desired.DesiredState;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.kafka.KafkaRecords;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** The containers in the desired state of this host, read from its partition of {@code dcm.wanted}. Thread-safe. */
public final class DesiredContainers {
    private final Codec<DesiredState> codec = new Codec<>(Families.WANTED);
    private final Map<ContainerId, DesiredContainer> wanted = new ConcurrentHashMap<>();
    private final HostName host;
    private final FinishedOrders finished;

    public DesiredContainers(HostName host, FinishedOrders finished) {
        this.host = host;
        this.finished = finished;
    }

    /** Applies a batch of records. */
    public void take(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            if (!DesiredContainer.isKey(record.key())) {
                continue;
            }
            ContainerId id = new ContainerId(record.key());
            if (record.value() == null) {
                wanted.remove(id);
            } else if (KafkaRecords.message(codec, record).payload() instanceof DesiredContainer container
                    && container.host().equals(host)) {
                wanted.put(id, container);
                finished.learn(id, container.finished());
            }
        }
    }

    public Optional<DesiredContainer> find(ContainerId id) {
        return Optional.ofNullable(wanted.get(id));
    }

    public Collection<DesiredContainer> all() {
        return wanted.values();
    }
}
