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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
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
    private static final long PERIOD_SECONDS = 30;

    /**
     * The pause after a report that the account does not show. Admission does not record the keys of a host with lost containers only,
     * which look here like stopped ones.
     */
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final Codec<HostSnapshot> codec = new Codec<>(Families.HOSTS);
    private final HostName host;
    private final DesiredHostState desired;
    private final KeyDirectories keys;
    private final ObservationReporter reporter;
    private final Clock clock;
    private final Map<OwnerName, Attempt> attempts = new HashMap<>(); // of the loop's thread only
    private final Set<String> others = ConcurrentHashMap.newKeySet();
    private final Semaphore hints = new Semaphore(0);
    private final SupervisedLoop loop = SupervisedLoop.of("login-keys", this::run);

    public LoginKeysPublisher(
            HostName host, DesiredHostState desired, KeyDirectories keys, ObservationReporter reporter, Clock clock) {
        this.host = host;
        this.desired = desired;
        this.keys = keys;
        this.reporter = reporter;
        this.clock = clock;
    }

    /**
     * A report of an owner's keys.
     *
     * @param containers the owner's desired containers at that time
     */
    private record Attempt(LoginKeys keys, Set<DesiredContainer> containers, Instant at) {
        boolean isRepeatedBy(Attempt later) {
            return keys.equals(later.keys) && containers.equals(later.containers) && later.at.isBefore(at.plus(PAUSE));
        }
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
        Map<OwnerName, Set<DesiredContainer>> owners = desired.containers().stream()
                .filter(container -> container.state() != DesiredStatus.REMOVED)
                .collect(Collectors.groupingBy(DesiredContainer::owner, Collectors.toSet()));
        attempts.keySet().retainAll(owners.keySet());
        for (var owner : owners.entrySet()) {
            Optional<LoginKeys> unpublished = keys.unpublishedLogins(owner.getKey());
            if (unpublished.isEmpty()) {
                attempts.remove(owner.getKey());
            } else {
                report(owner.getKey(), new Attempt(unpublished.get(), owner.getValue(), clock.instant()));
            }
        }
    }

    private void report(OwnerName owner, Attempt now) throws InterruptedException {
        Attempt last = attempts.get(owner);
        if (last == null || !last.isRepeatedBy(now)) {
            reporter.report(owner, new LoginKeysReported(now.keys()));
            attempts.put(owner, now);
        }
    }
}
