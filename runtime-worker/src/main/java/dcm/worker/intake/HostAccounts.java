package dcm.worker.intake;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.desired.DesiredAccount;
import dcm.contract.desired.DesiredState;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.kafka.KafkaRecords;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** The accounts with containers, images or homes on this host, read from its topic of desired state. Thread-safe. */
public final class HostAccounts {
    private final Codec<DesiredState> codec = new Codec<>(Families.WANTED);
    private final HostName host;
    private final Consumer<List<DesiredAccount>> onChange;
    private final Consumer<OwnerName> onEnd;
    private final Set<OwnerName> known = ConcurrentHashMap.newKeySet();

    /**
     * @param onChange gets accounts that are new or have changed
     * @param onEnd gets owners who have nothing on this host any more
     */
    public HostAccounts(HostName host, Consumer<List<DesiredAccount>> onChange, Consumer<OwnerName> onEnd) {
        this.host = host;
        this.onChange = onChange;
        this.onEnd = onEnd;
    }

    /** Applies records of the host's topic. */
    public void apply(ConsumerRecords<String, byte[]> records) {
        List<DesiredAccount> changed = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            if (!DesiredAccount.isKey(record.key())) {
                continue;
            }
            OwnerName owner = DesiredAccount.owner(record.key());
            changed.removeIf(account -> account.owner().equals(owner));
            if (record.value() == null) {
                known.remove(owner);
                onEnd.accept(owner);
            } else if (KafkaRecords.message(codec, record).payload() instanceof DesiredAccount account) {
                known.add(owner);
                changed.add(account);
            }
        }
        onChange.accept(changed);
    }

    /** Applies changes of accounts of all hosts, except of those that the host's topic has. */
    public void applyAll(List<AccountSnapshot> accounts) {
        onChange.accept(accounts.stream()
                .filter(account -> !known.contains(account.name()))
                .map(account -> account.forHost(host))
                .toList());
    }

    /** Whether the host's topic has the accounts of all these owners. */
    public boolean hasAll(Collection<OwnerName> owners) {
        return known.containsAll(owners);
    }
}
