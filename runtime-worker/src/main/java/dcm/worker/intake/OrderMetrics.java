package dcm.worker.intake;

import dcm.contract.codec.Families;
import dcm.contract.order.Order;
import dcm.contract.report.ContainerReport.OrderFailed;
import dcm.contract.report.ContainerReport.OrderOutcome;
import dcm.rest.metrics.LatencyHistogram;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.atomic.AtomicInteger;

/** Measures the execution of orders on this host, by kind of order. Thread-safe. */
public final class OrderMetrics {
    private final MeterRegistry registry;
    private final AtomicInteger active = new AtomicInteger();

    public OrderMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("dcm.worker.orders.active", active);
    }

    /** One execution of an order. */
    @FunctionalInterface
    interface Execution {
        OrderOutcome run() throws InterruptedException;
    }

    /** Measures one execution, with the time that it waits for a start slot. */
    OrderOutcome measure(Order order, Execution execution) throws InterruptedException {
        active.incrementAndGet();
        Timer.Sample sample = Timer.start(registry);
        try {
            OrderOutcome outcome = execution.run();
            sample.stop(LatencyHistogram.of(
                    registry,
                    "dcm.worker.order",
                    "Time that the host needs for an order, without the time in its queue",
                    "order",
                    Families.ORDERS.nameOf(order),
                    "outcome",
                    outcome instanceof OrderFailed ? "failed" : "done"));
            return outcome;
        } finally {
            active.decrementAndGet();
        }
    }
}
