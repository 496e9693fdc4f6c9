package dcm.worker.storage;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.quota.ResourceUsage;
import dcm.contract.report.ContainerReport.DiskSeen;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineContainer;
import dcm.worker.engine.EngineException;
import dcm.worker.report.ObservationReporter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Measures what containers have written outside of homes if no filesystem limits it, and reports significant changes.
 */
final class LayerMeter {
    private static final Logger LOG = Logger.getLogger(LayerMeter.class);

    private final HostName host;
    private final Engine engine;
    private final FilesystemQuotas quotas;
    private final ObservationReporter reporter;
    private final Map<ContainerId, Long> reported = new HashMap<>();

    LayerMeter(HostName host, Engine engine, FilesystemQuotas quotas, ObservationReporter reporter) {
        this.host = host;
        this.engine = engine;
        this.quotas = quotas;
        this.reporter = reporter;
    }

    /**
     * Measures all containers one after the other. If the filesystem limits them, reports 0 to withdraw earlier values.
     */
    void measure() throws InterruptedException {
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
