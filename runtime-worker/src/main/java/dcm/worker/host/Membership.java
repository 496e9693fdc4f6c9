package dcm.worker.host;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.identity.HostName;
import dcm.contract.snapshot.HostSnapshot;
import dcm.kafka.KafkaRecords;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;

/**
 * Waits until {@code dcm.hosts} shows that this host was admitted, and provides the partition of its orders.
 * Thread-safe.
 */
public final class Membership {
    private final Codec<HostSnapshot> codec = new Codec<>(Families.HOSTS);
    private final HostName host;
    private final String engineId;
    private final String installation;
    private final Runnable onMoved;
    /** The installations of hosts in the log that do not belong to this installation, by the host's name. */
    private final Map<String, String> otherInstallations = new ConcurrentSkipListMap<>();

    private @Nullable Integer partition;
    private boolean moved;

    /** @param onMoved called once if the host gets a different partition after {@link #partition} has returned */
    public Membership(HostName host, String engineId, String installation, Runnable onMoved) {
        this.host = host;
        this.engineId = engineId;
        this.installation = installation;
        this.onMoved = onMoved;
    }

    /** Applies changes of hosts. */
    public void apply(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            HostSnapshot snapshot = KafkaRecords.message(codec, record).payload();
            String known = snapshot.report().installation();
            if (snapshot.removedAt() == null && known != null && !known.equals(installation)) {
                otherInstallations.put(record.key(), known);
                continue;
            }
            otherInstallations.remove(record.key());
            if (snapshot.name().equals(host) && snapshot.report().engineId().equals(engineId)) {
                joined(snapshot.partition());
            }
        }
    }

    private synchronized void joined(int where) {
        if (partition == null) {
            partition = where;
            notifyAll();
        } else if (partition != where && !moved) {
            moved = true;
            onMoved.run();
        }
    }

    /** Why this host is not admitted although it asks to join; empty if no reason is known. */
    public Optional<String> refusal() {
        return otherInstallations.values().stream()
                .findFirst()
                .map(known -> "this worker belongs to the installation " + installation
                        + ", but the hosts in the log belong to the installation " + known
                        + "; start the worker with DCM_INSTALLATION=" + known);
    }

    public synchronized boolean isAdmitted() {
        return partition != null;
    }

    /** The partition of this host's orders and desired state; blocks until the host is admitted. */
    public synchronized int partition() throws InterruptedException {
        while (partition == null) {
            wait();
        }
        return partition;
    }
}
