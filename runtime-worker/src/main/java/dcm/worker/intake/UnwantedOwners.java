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

/** The owners of whom nothing is to be left on this host, from its partition of {@code dcm.wanted}. Thread-safe. */
public final class UnwantedOwners {
    private final Codec<Wanted> codec = new Codec<>(Families.WANTED);
    private final Map<String, Wanted> owners = new ConcurrentHashMap<>();
    private final HostName host;

    public UnwantedOwners(HostName host) {
        this.host = host;
    }

    /** Takes records as they come; true when there is more to remove than before. */
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

    /** All of them: {@link OwnerUnwanted}, and {@link HomesGiven} where somebody else gets the homes. */
    public List<Wanted> all() {
        return List.copyOf(owners.values());
    }
}
