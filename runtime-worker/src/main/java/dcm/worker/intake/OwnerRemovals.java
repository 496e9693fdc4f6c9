package dcm.worker.intake;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.desired.DesiredState;
import dcm.contract.desired.OwnerRemoval;
import dcm.contract.desired.OwnerRemovalRequested;
import dcm.contract.identity.HostName;
import dcm.kafka.KafkaRecords;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** The owners whose data must be removed from this host, read from its partition of {@code dcm.wanted}. Thread-safe. */
public final class OwnerRemovals {
    private final Codec<DesiredState> codec = new Codec<>(Families.WANTED);
    private final Map<String, OwnerRemoval> removals = new ConcurrentHashMap<>();
    private final HostName host;

    public OwnerRemovals(HostName host) {
        this.host = host;
    }

    /** Applies a batch of records; true if there is more to remove than before. */
    public boolean take(ConsumerRecords<String, byte[]> records) {
        boolean more = false;
        for (ConsumerRecord<String, byte[]> record : records) {
            if (!OwnerRemovalRequested.isKey(record.key())) {
                continue;
            }
            if (record.value() == null) {
                removals.remove(record.key());
            } else if (KafkaRecords.message(codec, record).payload() instanceof OwnerRemoval removal
                    && removal.host().equals(host)) {
                removals.put(record.key(), removal);
                more = true;
            }
        }
        return more;
    }

    public List<OwnerRemoval> all() {
        return List.copyOf(removals.values());
    }
}
