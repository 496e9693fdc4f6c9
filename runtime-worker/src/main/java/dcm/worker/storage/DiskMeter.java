package dcm.worker.storage;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.quota.Use;
import dcm.contract.report.ContainerReport.DiskSeen;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineContainer;
import dcm.worker.engine.EngineException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Asks the engine what containers have written outside of homes, where no filesystem limits it, and tells what has
 * changed by enough to be worth a record.
 */
final class DiskMeter {
    private static final Logger LOG = Logger.getLogger(DiskMeter.class);

    private final HostName host;
    private final Engine engine;
    private final SpaceQuotas quotas;
    private final Telling telling;
    private final Map<ContainerId, Long> told = new HashMap<>();

    /** Takes what was measured. */
    @FunctionalInterface
    interface Telling {
        void tell(OwnerName owner, DiskSeen measured) throws InterruptedException;
    }

    DiskMeter(HostName host, Engine engine, SpaceQuotas quotas, Telling telling) {
        this.host = host;
        this.engine = engine;
        this.quotas = quotas;
        this.telling = telling;
    }

    /** Measures all, one after the other. */
    void measure() throws InterruptedException {
        if (quotas.ofLayers().isPresent()) {
            return;
        }
        try {
            List<EngineContainer> containers = engine.list();
            told.keySet().retainAll(containers.stream().map(EngineContainer::id).collect(Collectors.toSet()));
            for (EngineContainer container : containers) {
                Optional<Long> written = engine.written(container.id());
                if (written.isPresent()) {
                    tell(container, Use.mebibytes(written.get()));
                }
            }
        } catch (EngineException e) {
            LOG.warnf("what containers have written cannot be measured: %s", e.words());
        }
    }

    private void tell(EngineContainer container, long mebibytes) throws InterruptedException {
        Long before = told.get(container.id());
        if (before == null || Change.isEnough(before, mebibytes)) {
            telling.tell(container.owner(), new DiskSeen(host, container.id(), mebibytes));
            told.put(container.id(), mebibytes);
        }
    }
}
