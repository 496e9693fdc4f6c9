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
import dcm.worker.intake.DesiredHostState;
import dcm.worker.intake.OrderQueue;
import dcm.worker.operation.ContainerObserver;
import dcm.worker.ports.HostPorts;
import dcm.worker.report.ObservationReporter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Compares the desired containers of this host with the engine's. Reports differences that no order under way explains,
 * and removes containers that should not exist. An unknown container of this installation is kept and logged, because
 * DCM's log may be new and the container may hold a user's work. Not thread-safe.
 */
public final class ContainerReconciler {
    private static final Logger LOG = Logger.getLogger(ContainerReconciler.class);

    private final HostName host;
    private final Engine engine;
    private final DesiredHostState desired;
    private final OrderQueue orders;
    private final HostPorts ports;
    private final ObservationReporter reporter;
    private final Map<ContainerId, Reported> reported = new HashMap<>();
    private final Set<ContainerId> unreadable = new HashSet<>();

    /**
     * What was last reported of a container.
     *
     * @param ordered the newest order at that time. After a later one, the state is reported again: the order may have changed it, and admission
     *     ignores a report while an order is under way
     */
    private record Reported(int ordered, Observation observation) {}

    public ContainerReconciler(
            HostName host,
            Engine engine,
            DesiredHostState desired,
            OrderQueue orders,
            HostPorts ports,
            ObservationReporter reporter) {
        this.host = host;
        this.engine = engine;
        this.desired = desired;
        this.orders = orders;
        this.ports = ports;
        this.reporter = reporter;
    }

    /**
     * Reconciles all containers that the engine lists.
     *
     * @return those to reconcile one by one, because the engine does not list them, an order is under way, or they could not be removed. Empty if the
     *     engine does not answer
     */
    Optional<Set<ContainerId>> reconcile() throws InterruptedException {
        // Read before the engine is queried: an order that is issued or finished in between makes the engine's answer
        // outdated.
        Map<ContainerId, Integer> before = desired.containers().stream()
                .filter(orders::isSettled)
                .collect(Collectors.toMap(DesiredContainer::container, DesiredContainer::ordered));
        Map<ContainerId, EngineContainer> existing;
        try {
            existing = engine.list().stream().collect(Collectors.toMap(EngineContainer::id, Function.identity()));
        } catch (EngineException e) {
            LOG.warnf("containers of the engine could not be listed: reason=%s", e.message());
            return Optional.empty();
        }
        Set<ContainerId> left = desired.containers().stream()
                .map(DesiredContainer::container)
                .filter(id -> !before.containsKey(id))
                .collect(Collectors.toCollection(HashSet::new));
        for (Map.Entry<ContainerId, Integer> container : before.entrySet()) {
            DesiredContainer now = desired.container(container.getKey()).orElse(null);
            if (now == null) {
                continue;
            }
            boolean isSettled = now.ordered() == container.getValue() && orders.isSettled(now);
            EngineContainer found = existing.get(container.getKey());
            // The list omits containers that cannot be inspected: only find() can tell that one does not exist.
            if (!isSettled || found == null || !reconcile(now, found)) {
                left.add(container.getKey());
            }
        }
        existing.keySet().stream()
                .filter(id -> desired.container(id).isEmpty() && !orders.isBusy(id))
                .forEach(id -> LOG.debugf("container without desired state ignored: container=%s", id));
        reported.keySet().retainAll(before.keySet());
        unreadable.retainAll(before.keySet());
        return Optional.of(left);
    }

    /**
     * Reconciles these containers.
     *
     * @return those that must be reconciled again, because an order is under way or the engine does not do what is needed
     */
    Set<ContainerId> reconcile(Set<ContainerId> ids) throws InterruptedException {
        Set<ContainerId> left = new HashSet<>(ids);
        for (ContainerId id : ids) {
            DesiredContainer before = desired.container(id).orElse(null);
            if (before == null) {
                left.remove(id);
            } else if (orders.isSettled(before)) {
                EngineContainer found;
                try {
                    found = engine.find(id).orElse(null);
                } catch (EngineException.Unreachable e) {
                    LOG.warnf("containers of the engine could not be read: reason=%s", e.message());
                    return left;
                } catch (EngineException e) {
                    if (unreadable.add(id)) {
                        LOG.warnf("container of the engine could not be read: container=%s reason=%s", id, e.message());
                    }
                    if (before.state() == DesiredStatus.REMOVED && isRemoved(before)) {
                        left.remove(id);
                    }
                    continue;
                }
                unreadable.remove(id);
                DesiredContainer now = desired.container(id).orElse(null);
                if (now != null
                        && now.ordered() == before.ordered()
                        && orders.isSettled(now)
                        && reconcile(now, found)) {
                    left.remove(id);
                }
            }
        }
        return left;
    }

    /** Returns false if the engine did not remove a container that must not exist. */
    private boolean reconcile(DesiredContainer container, @Nullable EngineContainer found) throws InterruptedException {
        if (container.state() == DesiredStatus.REMOVED && found != null) {
            return isRemoved(container);
        }
        report(container, found);
        return true;
    }

    /** Removes a container that must not exist. */
    private boolean isRemoved(DesiredContainer container) throws InterruptedException {
        LOG.infof(
                "removed container exists and is removed again: account=%s container=%s",
                container.owner(), container.container());
        try {
            engine.remove(container.container());
        } catch (EngineException e) {
            LOG.warnf(
                    "container could not be removed, the removal is retried: account=%s container=%s reason=%s",
                    container.owner(), container.container(), e.message());
            return false;
        }
        report(container, null);
        return true;
    }

    private void report(DesiredContainer container, @Nullable EngineContainer found) throws InterruptedException {
        if (container.state() == DesiredStatus.REMOVED) {
            // Also of one that the engine removed after the order had failed, or that was removed with Docker.
            ports.free(container.container());
        }
        orders.takeObserved(container.container())
                .ifPresent(seen -> reported.put(container.container(), new Reported(container.ordered(), seen)));
        if (!isAsReported(container, found, reported.get(container.container()))) {
            Observation seen = found == null ? Observation.ABSENT : ContainerObserver.of(found);
            reporter.report(
                    container.owner(), new ContainerObserved(host, container.container(), container.ordered(), seen));
            reported.put(container.container(), new Reported(container.ordered(), seen));
        }
    }

    private static boolean isAsReported(
            DesiredContainer container, @Nullable EngineContainer found, @Nullable Reported last) {
        if (last == null || last.ordered() != container.ordered()) {
            return false;
        }
        Observation before = last.observation();
        return found == null
                ? before.status() == ContainerStatus.ABSENT
                : found.status() == before.status()
                        && Objects.equals(found.ssh(), before.ssh())
                        && Objects.equals(found.startedAt(), before.startedAt());
    }
}
