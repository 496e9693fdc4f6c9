package dcm.worker.storage;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.quota.ResourceUsage;
import dcm.contract.report.ContainerReport.DiskSeen;
import dcm.rest.supervision.Supervised;
import dcm.rest.supervision.SupervisedLoop;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineContainer;
import dcm.worker.engine.EngineException;
import dcm.worker.report.ObservationReporter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Measures periodically what containers have written outside of homes if no filesystem limits it, and reports significant changes. It does not wait
 * for the measurement of homes, which can take long.
 */
public final class LayerMeter implements Supervised {
    private static final Logger LOG = Logger.getLogger(LayerMeter.class);

    private final HostName host;
    private final Engine engine;
    private final FilesystemQuotas quotas;
    private final ObservationReporter reporter;
    private final Duration period;
    private final Map<ContainerId, Long> reported = new HashMap<>();
    private final SupervisedLoop loop = SupervisedLoop.of("layer-meter", this::run);

    public LayerMeter(
            HostName host, Engine engine, FilesystemQuotas quotas, Duration period, ObservationReporter reporter) {
        this.host = host;
        this.engine = engine;
        this.quotas = quotas;
        this.period = period;
        this.reporter = reporter;
    }

    public LayerMeter start() {
        loop.start();
        return this;
    }

    @Override
    public SupervisedLoop loop() {
        return loop;
    }

    private void run() throws InterruptedException {
        measure();
        Thread.sleep(period);
    }

    /**
     * Measures all containers one after the other. If the filesystem limits them, reports 0 to withdraw earlier values.
     */
    private void measure() throws InterruptedException {
        boolean limited = quotas.layerAccounting().isPresent();
        for (EngineContainer container : containers()) {
            try {
                Optional<Long> written = limited ? Optional.of(0L) : engine.writableLayerBytes(container.id());
                if (written.isPresent()) {
                    report(container, ResourceUsage.mebibytes(written.get()));
                }
            } catch (EngineException e) { // continue with the other containers
                LOG.warnf(
                        "disk usage of a container could not be measured: account=%s container=%s reason=%s",
                        container.owner(), container.id(), e.message());
            }
        }
    }

    private List<EngineContainer> containers() {
        try {
            List<EngineContainer> containers = engine.list();
            reported.keySet()
                    .retainAll(containers.stream().map(EngineContainer::id).collect(Collectors.toSet()));
            return containers;
        } catch (EngineException e) {
            LOG.warnf("disk usage of containers could not be measured: reason=%s", e.message());
            return List.of();
        }
    }

    private void report(EngineContainer container, long mebibytes) throws InterruptedException {
        Long before = reported.get(container.id());
        if (before == null || ChangeThreshold.isEnough(before, mebibytes)) {
            reporter.report(container.owner(), new DiskSeen(host, container.id(), mebibytes));
            reported.put(container.id(), mebibytes);
        }
    }
}
