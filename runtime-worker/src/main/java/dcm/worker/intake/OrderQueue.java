package dcm.worker.intake;

import dcm.contract.desired.DesiredContainer;
import dcm.contract.identity.ContainerId;
import dcm.contract.order.Order;
import dcm.contract.report.ContainerReport.OrderDone;
import dcm.contract.report.ContainerReport.OrderOutcome;
import dcm.contract.report.ContainerStatus;
import dcm.contract.report.Observation;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs the orders of one container one after another, and knows which orders are under way or finished. Thread-safe.
 */
public final class OrderQueue implements AutoCloseable {
    private final FinishedOrders finished;
    private final KeyedExecutor executor = new KeyedExecutor();
    private final Map<ContainerId, Observation> observed = new ConcurrentHashMap<>();

    public OrderQueue(FinishedOrders finished) {
        this.finished = finished;
    }

    /** Runs {@code execution} after all earlier orders of the same container. */
    void submit(Order order, Runnable execution) {
        executor.run(order.container(), execution);
    }

    /** True if the order, or a later one of the same container, is finished. */
    boolean isFinished(Order order) {
        return order.number() <= finished.last(order.container());
    }

    /** Persists that an order is finished. */
    public void finish(Order order, OrderOutcome outcome) {
        boolean gone = order instanceof Order.ImageOrder // its container is removed anyway, or never exists
                || outcome instanceof OrderDone done && done.observation().status() == ContainerStatus.ABSENT;
        if (!gone && outcome instanceof OrderDone done && reportsAll(order, done.observation())) {
            observed.put(order.container(), done.observation());
        } else {
            observed.remove(order.container());
        }
        if (gone) {
            finished.forget(order.container());
            finished.learn(order.container(), order.number());
        } else {
            finished.finish(order.container(), order.number());
        }
    }

    /** Only orders that start a container change what admission knows of a running one. */
    private static boolean reportsAll(Order order, Observation observation) {
        return observation.status() != ContainerStatus.RUNNING
                || order instanceof Order.Create
                || order instanceof Order.Start
                || order instanceof Order.Restart;
    }

    /** What the outcome of an order has reported about the container since the last call; empty if nothing. */
    public Optional<Observation> takeObserved(ContainerId container) {
        return Optional.ofNullable(observed.remove(container));
    }

    /** True if all orders of the container are finished. */
    public boolean isSettled(DesiredContainer container) {
        return !isBusy(container.container()) && finished.last(container.container()) >= container.ordered();
    }

    /** True while orders of the container are waiting or under way. */
    public boolean isBusy(ContainerId container) {
        return executor.isBusy(container);
    }

    /** Interrupts the orders under way; they are repeated after the next start. */
    @Override
    public void close() {
        executor.close();
    }
}
