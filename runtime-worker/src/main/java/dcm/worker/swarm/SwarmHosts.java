package dcm.worker.swarm;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.identity.HostDeclaration;
import dcm.contract.snapshot.HostSnapshot;
import dcm.kafka.KafkaRecords;
import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;

/** The addresses of the other members of the swarm: those at which the workers of the hosts are reached. Thread-safe. */
public final class SwarmHosts {
    private final Codec<HostSnapshot> codec = new Codec<>(Families.HOSTS);
    private final Map<String, String> addresses = new ConcurrentHashMap<>();
    private final Optional<String> manager;
    private volatile Runnable onChange = () -> {};

    /** @param manager the address of the manager; empty if this host is the manager */
    public SwarmHosts(Optional<String> manager) {
        this.manager = manager;
    }

    /** Calls {@code listener} when {@link #addresses} has changed. */
    public void onChange(Runnable listener) {
        onChange = listener;
    }

    /** Applies changes of hosts. */
    public void apply(ConsumerRecords<String, byte[]> records) {
        Set<String> before = addresses();
        for (ConsumerRecord<String, byte[]> record : records) {
            HostSnapshot host = KafkaRecords.message(codec, record).payload();
            Optional<String> address = host.removedAt() == null ? address(host) : Optional.empty();
            address.ifPresentOrElse(known -> addresses.put(record.key(), known), () -> addresses.remove(record.key()));
        }
        // Each heartbeat is a record, and most change no address.
        if (!before.equals(addresses())) {
            onChange.run();
        }
    }

    /** IPv4 addresses; sorted. */
    public Set<String> addresses() {
        Set<String> all = new TreeSet<>(addresses.values());
        manager.ifPresent(all::add);
        return all;
    }

    private static Optional<String> address(HostSnapshot host) {
        HostDeclaration declaration = host.declaration();
        return (declaration == null ? hostOf(host.report().url()) : Optional.of(declaration.address()))
                .filter(SwarmHosts::isAddress);
    }

    /** The host in the URL that a worker reports; empty if it reports none, or something else. */
    private static Optional<String> hostOf(@Nullable String url) {
        try {
            return Optional.ofNullable(url == null ? null : URI.create(url).getHost());
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** The worker on the machine of the services has a loopback address, and is the manager. */
    private static boolean isAddress(String host) {
        try {
            InetAddress address = InetAddress.ofLiteral(host);
            return address.getAddress().length == 4 && !address.isLoopbackAddress();
        } catch (IllegalArgumentException name) {
            return false;
        }
    }
}
