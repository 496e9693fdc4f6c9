package dcm.projection.host;

import dcm.contract.identity.HostName;
import dcm.contract.report.HostCapacity;
import dcm.contract.report.HostLoad;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.LivenessSnapshot.Seen;
import dcm.kafka.LogReader;
import dcm.projection.change.ChangedView;
import dcm.projection.change.LiveChanges;
import dcm.rest.host.HostCache;
import dcm.rest.readiness.LogReaderReadiness;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Follows {@code dcm.hosts} and {@code dcm.liveness}, and provides the state of hosts to queries. */
@Startup
@ApplicationScoped
public class HostSnapshotReader {
    private static final Duration VISIBLE_CLOCK_CHANGE = Duration.ofMillis(500);

    private final WorkerAddresses workers = new WorkerAddresses();
    private final HostCache states = new HostCache();
    private final AvailableBaseImages images = new AvailableBaseImages(states);
    private final LiveChanges changes;
    private final List<LogReader> logReaders;

    HostSnapshotReader(LogReaderReadiness readers, LiveChanges changes) {
        this.changes = changes;
        this.logReaders = List.of(
                HostCache.follow(readers, this::take),
                HostCache.followLiveness(readers, liveness -> liveness.hosts().forEach(this::take)));
    }

    @PreDestroy
    void stop() {
        logReaders.forEach(LogReader::close);
    }

    @Produces
    @Singleton
    AvailableBaseImages baseImages() {
        return images;
    }

    @Produces
    @Singleton
    WorkerAddresses workers() {
        return workers;
    }

    @Produces
    @Singleton
    HostCache states() {
        return states;
    }

    private void take(HostSnapshot host) {
        workers.take(host);
        states.take(host);
        changes.record(List.of(ChangedView.host(host.name())));
    }

    private void take(HostName name, Seen seen) {
        Optional<HostSnapshot> before = states.find(name);
        Optional<HostSnapshot> now = states.take(name, seen);
        if (before.isPresent() && now.isPresent() && isVisible(before.get(), now.get())) {
            changes.record(List.of(ChangedView.host(name)));
        }
    }

    /**
     * Whether clients see more than another time of the last heartbeat: what the host's containers use, its limit, or the error of its
     * clock. They notice themselves that time has passed.
     */
    private static boolean isVisible(HostSnapshot before, HostSnapshot now) {
        return !shown(before.report().load()).equals(shown(now.report().load()))
                || clockError(before).minus(clockError(now)).abs().compareTo(VISIBLE_CLOCK_CHANGE) > 0;
    }

    /** The load without free memory, which changes with each heartbeat. */
    private static List<?> shown(HostLoad load) {
        HostCapacity capacity = load.capacity();
        return capacity == null
                ? List.of(load.containers())
                : List.of(
                        load.containers(),
                        Optional.ofNullable(capacity.maxContainers()),
                        capacity.allocatedMilliCpus(),
                        capacity.allocatedMemoryMiB());
    }

    private static Duration clockError(HostSnapshot host) {
        Instant clock = host.report().clock();
        return clock == null ? Duration.ZERO : Duration.between(clock, host.lastSeen());
    }
}
