package dcm.worker.reconcile;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.desired.DesiredContainer;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.identity.HostName;
import dcm.contract.identity.LoginKeys;
import dcm.contract.identity.OwnerName;
import dcm.contract.report.AccountReport.LoginKeysReported;
import dcm.contract.snapshot.HostSnapshot;
import dcm.kafka.KafkaRecords;
import dcm.rest.supervision.Supervised;
import dcm.rest.supervision.SupervisedLoop;
import dcm.worker.intake.DesiredHostState;
import dcm.worker.report.ObservationReporter;
import dcm.worker.storage.KeyDirectories;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Publishes the keys with which owners' containers on this host log in to those on other hosts, as long as there are other hosts.
 * Thread-safe.
 */
public final class LoginKeysPublisher implements Supervised {
    /** After a report that admission discarded. */
    private static final long PERIOD_SECONDS = 30;

    private final Codec<HostSnapshot> codec = new Codec<>(Families.HOSTS);
    private final HostName host;
    private final DesiredHostState desired;
    private final KeyDirectories keys;
    private final ObservationReporter reporter;
    private final Set<String> others = ConcurrentHashMap.newKeySet();
    private final Semaphore hints = new Semaphore(0);
    private final SupervisedLoop loop = SupervisedLoop.of("login-keys", this::run);

    public LoginKeysPublisher(
            HostName host, DesiredHostState desired, KeyDirectories keys, ObservationReporter reporter) {
        this.host = host;
        this.desired = desired;
        this.keys = keys;
        this.reporter = reporter;
    }

    public LoginKeysPublisher start() {
        loop.start();
        return this;
    }

    @Override
    public SupervisedLoop loop() {
        return loop;
    }

    /** Applies changes of hosts. */
    public void applyHosts(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            HostSnapshot known = KafkaRecords.message(codec, record).payload();
            if (known.removedAt() != null) {
                others.remove(known.name().value());
            } else if (!known.name().equals(host) && others.add(known.name().value())) {
                hint();
            }
        }
    }

    /** Signals that accounts or the desired state have changed. */
    public void hint() {
        hints.release();
    }

    private void run() throws InterruptedException {
        publish();
        if (hints.tryAcquire(PERIOD_SECONDS, TimeUnit.SECONDS)) {
            hints.drainPermits();
        }
    }

    /** Reports the keys that accounts with containers here do not have yet. */
    void publish() throws InterruptedException {
        if (others.isEmpty()) {
            return;
        }
        Set<OwnerName> owners = desired.containers().stream()
                .filter(container -> container.state() != DesiredStatus.REMOVED)
                .map(DesiredContainer::owner)
                .collect(Collectors.toSet());
        for (OwnerName owner : owners) {
            Optional<LoginKeys> unpublished = keys.unpublishedLogins(owner);
            if (unpublished.isPresent()) {
                reporter.report(owner, new LoginKeysReported(unpublished.get()));
            }
        }
    }
}
