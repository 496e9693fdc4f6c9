package dcm.worker.intake;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.identity.HostName;
import dcm.contract.wanted.OwnerUnwanted;
import dcm.contract.wanted.Wanted;
import dcm.log.KafkaRecords;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** The owners whose data must be removed from this host, read from its partition of {@code dcm.wanted}. Thread-safe. */
public final class UnwantedOwners {
    private final Codec<Wanted> codec = new Codec<>(Families.WANTED);
    private final Map<String, Wanted> owners = new ConcurrentHashMap<>();
    private final HostName host;

    public UnwantedOwners(HostName host) {
        this.host = host;
    }

    /** Applies a batch of records; true if there is more to remove than before. */
    public boolean take(ConsumerRecords<String, byte[]> records) {
        boolean more = false;
        for (ConsumerRecord<String, byte[]> record : records) {
            if (!OwnerUnwanted.isKey(record.key())) {
                continue;
            }
            if (record.value() == null) {
                owners.remove(record.key());
            } else {
                Wanted unwanted = KafkaRecords.message(codec, record).payload();
                if (unwanted.host().equals(host)) {
                    owners.put(record.key(), unwanted);
                    more = true;
                }
            }
        }
        return more;
    }

    /** All owners: {@link OwnerUnwanted} to delete the homes, {@link HomesGiven} to transfer them to another owner. */
    public List<Wanted> all() {
        return List.copyOf(owners.values());
    }
}
