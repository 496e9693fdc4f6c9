package dcm.worker;

import dcm.kafka.KafkaConnection;
import dcm.rest.readiness.LogReaderReadiness;
import dcm.trace.Tracing;
import dcm.worker.engine.Engine;
import dcm.worker.host.WorkerConfig;
import dcm.worker.host.WorkerIdentity;
import dcm.worker.lifecycle.WorkerLifecycle;
import dcm.worker.lifecycle.WorkerRun;
import dcm.worker.report.NotificationPublisher;
import dcm.worker.report.ReportPublisher;
import dcm.worker.storage.PeriodicHomeMeter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The worker of this host: starts and stops with the process, and gives REST resources the parts that they use. */
@Startup
@ApplicationScoped
public class Worker {
    private final RequestParts parts = new RequestParts();
    private final WorkerLifecycle lifecycle;

    Worker(
            WorkerIdentity identity,
            WorkerConfig config,
            @ConfigProperty(name = "docker.host") String dockerHost,
            KafkaConnection connection,
            LogReaderReadiness readers,
            ReportPublisher reports,
            NotificationPublisher notifications,
            MeterRegistry metrics,
            Tracing tracing) {
        WorkerContext context = new WorkerContext(
                identity,
                config,
                dockerHost,
                connection,
                readers.tables(),
                reports,
                notifications,
                metrics,
                tracing,
                Clock.systemUTC());
        this.lifecycle = new WorkerLifecycle(identity.host(), new WorkerStartup(context, parts));
        HostMetrics.registerRun(lifecycle.workerRun(), metrics);
    }

    @PostConstruct
    void start() {
        lifecycle.start();
    }

    @PreDestroy
    void stop() {
        lifecycle.stop();
    }

    /** The engine; empty until it has answered for the first time. */
    public Optional<Engine> engine() {
        return parts.engine();
    }

    /** Measures homes; empty until the worker executes orders. */
    public Optional<PeriodicHomeMeter> homeMeter() {
        return parts.homeMeter();
    }

    /** Archives of owners' images; empty until the worker executes orders. */
    public Optional<UserImages> images() {
        return parts.images();
    }

    /** Homes that are moved to another host; empty until the worker executes orders. */
    public Optional<MovedHomes> movedHomes() {
        return parts.movedHomes();
    }

    /** The run of the worker: its state, parts and health. */
    public WorkerRun workerRun() {
        return lifecycle.workerRun();
    }
}
