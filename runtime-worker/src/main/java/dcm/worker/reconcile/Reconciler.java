package dcm.worker.reconcile;

import dcm.contract.desired.DesiredContainer;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.report.ContainerReport.ContainerObserved;
import dcm.contract.report.ContainerStatus;
import dcm.contract.report.Observation;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineContainer;
import dcm.worker.engine.EngineException;
import dcm.worker.intake.DesiredContainers;
import dcm.worker.intake.FinishedOrders;
import dcm.worker.intake.KeyedExecutor;
import dcm.worker.operation.ContainerObserver;
import dcm.worker.ports.HostPorts;
import dcm.worker.report.ReportPublisher;
import dcm.worker.supervision.Supervised;
import dcm.worker.supervision.SupervisedLoop;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Compares this host's desired state with the engine's containers: after a hint from the engine, after each
 * reconnection, and every 30 seconds. Reports differences that no order under way explains, and removes containers that
 * should not exist. An unknown container of this installation is kept and logged, because DCM's log may be new and the
 * container may hold a user's work.
 */
public final class Reconciler implements Supervised {
    private static final Logger LOG = Logger.getLogger(Reconciler.class);
    private static final long PERIOD_SECONDS = 30;
    /** Longer than a typical create, so that the reconciliation it triggers does not compete with the create. */
    private static final long SETTLE_MILLIS = 500;

    private final HostName host;
    private final Engine engine;
    private final DesiredContainers wanted;
    private final FinishedOrders finished;
    private final KeyedExecutor lanes;
    private final ReportPublisher reports;
    private final HostPorts ports;
    private final ImageCleanUp images;
    private final OwnerCleanUp owners;
    private final Map<ContainerId, Observation> reported = new HashMap<>();
    private final Semaphore hints = new Semaphore(0);
    private final SupervisedLoop loop = SupervisedLoop.of("reconciler", this::run);

    public Reconciler(
            HostName host,
            Engine engine,
            DesiredContainers wanted,
            FinishedOrders finished,
            KeyedExecutor lanes,
            ReportPublisher reports,
            HostPorts ports,
            ImageCleanUp images,
            OwnerCleanUp owners) {
        this.host = host;
        this.engine = engine;
        this.wanted = wanted;
        this.finished = finished;
        this.lanes = lanes;
        this.reports = reports;
        this.ports = ports;
        this.images = images;
        this.owners = owners;
    }

    public Reconciler start() {
        loop.start();
        return this;
    }

    /** Requests a reconciliation. Several hints cause one reconciliation. */
    public void hint() {
        hints.release();
    }

    @Override
    public SupervisedLoop loop() {
        return loop;
    }

    private void run() throws InterruptedException {
        look();
        images.sweep();
        owners.sweep();
        if (hints.tryAcquire(PERIOD_SECONDS, TimeUnit.SECONDS)) {
            Thread.sleep(SETTLE_MILLIS);
            hints.drainPermits();
        }
    }

    private void look() throws InterruptedException {
        // Read before the engine is queried: an order that is issued or finished in between makes the engine's answer
        // outdated.
        Map<ContainerId, Integer> before = wanted.all().stream()
                .filter(container -> isSettled(container))
                .collect(Collectors.toMap(DesiredContainer::container, DesiredContainer::ordered));
        Map<ContainerId, EngineContainer> there;
        try {
            there = engine.list().stream().collect(Collectors.toMap(EngineContainer::id, Function.identity()));
        } catch (EngineException e) {
            LOG.warnf("containers of the engine could not be listed: reason=%s", e.message());
            return;
        }
        for (Map.Entry<ContainerId, Integer> container : before.entrySet()) {
            DesiredContainer now = wanted.find(container.getKey()).orElse(null);
            if (now != null && now.ordered() == container.getValue() && isSettled(now)) {
                settle(now, there.get(container.getKey()));
            }
        }
        there.keySet().stream()
                .filter(id -> wanted.find(id).isEmpty() && !lanes.isBusy(id))
                .forEach(id -> LOG.debugf("container without desired state ignored: container=%s", id));
        reported.keySet().retainAll(before.keySet());
    }

    private boolean isSettled(DesiredContainer container) {
        return !lanes.isBusy(container.container()) && finished.last(container.container()) >= container.ordered();
    }

    private void settle(DesiredContainer container, @Nullable EngineContainer found) throws InterruptedException {
        if (container.state() == DesiredStatus.REMOVED && found != null) {
            LOG.infof(
                    "removed container exists and is removed again: account=%s container=%s",
                    container.owner(), container.container());
            try {
                engine.remove(container.container());
                ports.free(found.id(), found.ssh());
            } catch (EngineException e) {
                LOG.warnf(
                        "container could not be removed, the removal is retried: account=%s container=%s reason=%s",
                        container.owner(), container.container(), e.message());
                return;
            }
            found = null;
        }
        if (!isAsReported(found, reported.get(container.container()))) {
            Observation seen = found == null ? Observation.ABSENT : ContainerObserver.of(found);
            reports.observation(
                    container.owner(), new ContainerObserved(host, container.container(), container.ordered(), seen));
            reported.put(container.container(), seen);
        }
    }

    private static boolean isAsReported(@Nullable EngineContainer found, @Nullable Observation before) {
        if (before == null) {
            return false;
        }
        return found == null
                ? before.status() == ContainerStatus.ABSENT
                : found.status() == before.status()
                        && Objects.equals(found.ssh(), before.ssh())
                        && Objects.equals(found.startedAt(), before.startedAt());
    }
}
