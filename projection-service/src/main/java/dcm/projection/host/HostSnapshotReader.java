package dcm.projection.host;

import dcm.contract.snapshot.HostSnapshot;
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
import java.util.List;

/** Follows {@code dcm.hosts} and provides the state of hosts to queries. */
@Startup
@ApplicationScoped
public class HostSnapshotReader {
    private final AvailableBaseImages images = new AvailableBaseImages();
    private final WorkerAddresses workers = new WorkerAddresses();
    private final HostCache states = new HostCache();
    private final LiveChanges changes;
    private final LogReader reader;

    HostSnapshotReader(LogReaderReadiness readers, LiveChanges changes) {
        this.changes = changes;
        this.reader = HostCache.follow(readers, this::take);
    }

    @PreDestroy
    void stop() {
        reader.close();
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
        images.take(host);
        workers.take(host);
        states.take(host);
        changes.record(List.of(ChangedView.host(host.name())));
    }
}
