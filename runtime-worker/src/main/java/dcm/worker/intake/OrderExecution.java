package dcm.worker.intake;

import dcm.contract.codec.Families;
import dcm.contract.envelope.Message;
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.order.Order;
import dcm.contract.report.ContainerReport.CommitDone;
import dcm.contract.report.ContainerReport.OrderDone;
import dcm.contract.report.ContainerReport.OrderFailed;
import dcm.contract.report.ContainerReport.OrderOutcome;
import dcm.trace.SpanAttribute;
import dcm.trace.TraceSpan;
import dcm.trace.Tracing;
import dcm.worker.operation.Operations;
import dcm.worker.operation.OrderProgressListener;
import dcm.worker.report.NotificationPublisher;
import dcm.worker.report.ReportPublisher;
import io.opentelemetry.api.trace.SpanKind;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Executes one order at a time, reports its progress and its outcome. An order is finished when its outcome is
 * recorded, and only then its number is persisted. So after a crash an order may be repeated, which finds the work
 * done, but no order is lost. Thread-safe.
 */
public final class OrderExecution {
    private static final Logger LOG = Logger.getLogger(OrderExecution.class);

    private final Operations operations;
    private final StartSlots slots;
    private final OrderQueue queue;
    private final ReportPublisher reports;
    private final NotificationPublisher notifications;
    private final OrderMetrics metrics;
    private final Tracing tracing;

    public OrderExecution(
            Operations operations,
            StartSlots slots,
            OrderQueue queue,
            ReportPublisher reports,
            NotificationPublisher notifications,
            OrderMetrics metrics,
            Tracing tracing) {
        this.operations = operations;
        this.slots = slots;
        this.queue = queue;
        this.reports = reports;
        this.notifications = notifications;
        this.metrics = metrics;
        this.tracing = tracing;
    }

    /**
     * Executes an order unless it is finished.
     *
     * @param onFinished called when the order is finished; otherwise it must be repeated after the next start
     */
    void execute(Message<Order> message, Runnable onFinished) {
        Order order = message.payload();
        MDC.put("traceId", message.envelope().trace().traceId());
        MDC.put("container", order.container().value());
        MDC.put("account", order.owner().value());
        try {
            if (!queue.isFinished(order)) {
                OrderOutcome outcome = executeAndReport(message);
                queue.finish(order, outcome);
            }
            onFinished.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.infof(
                    "order interrupted, it is repeated after the next start: number=%d account=%s container=%s",
                    order.number(), order.owner(), order.container());
        } catch (RuntimeException e) {
            // The order stays unfinished and is executed again after the next start.
            LOG.errorf(
                    e,
                    "outcome of an order was not recorded: number=%d account=%s container=%s",
                    order.number(),
                    order.owner(),
                    order.container());
        } finally {
            MDC.clear();
        }
    }

    /** In a span, in which the Docker calls and the report are spans of their own. */
    private OrderOutcome executeAndReport(Message<Order> message) throws InterruptedException {
        Order order = message.payload();
        String type = Families.ORDERS.nameOf(order);
        try (TraceSpan span = tracing.child(message.envelope().trace(), "execute " + type, SpanKind.CONSUMER)
                .intentOf(message.envelope())
                .set(SpanAttribute.TYPE, type)
                .set(SpanAttribute.CONTAINER, order.container().value())
                .set(SpanAttribute.HOST, order.host().value())) {
            OrderOutcome outcome = span.call(() -> metrics.measure(order, () -> run(message.within(span.context()))));
            log(order, outcome);
            if (outcome instanceof OrderFailed failed) {
                span.set(SpanAttribute.CODE, failed.code().code())
                        .fail(failed.code().code());
            }
            report(message, outcome, span);
            return outcome;
        }
    }

    private void report(Message<Order> order, OrderOutcome outcome, TraceSpan executed) throws InterruptedException {
        String type = Families.REPORTS.nameOf(outcome);
        try (TraceSpan span = executed.child("report " + type, SpanKind.PRODUCER)
                .intentOf(order.envelope())
                .set(SpanAttribute.TYPE, type)) {
            reports.reportOutcome(order.within(span.context()), outcome);
        }
    }

    private OrderOutcome run(Message<Order> message) throws InterruptedException {
        Order order = message.payload();
        Instant decidedAt = message.envelope().time();
        return slots.run(
                order,
                decidedAt,
                step -> reports.progress(message, step),
                slot -> operations.carryOut(order, decidedAt, slot.deadline(), listener(message, slot)));
    }

    private OrderProgressListener listener(Message<Order> message, StartSlots.Slot slot) {
        return new OrderProgressListener() {
            @Override
            public void step(String step) {
                reports.progress(message, step);
            }

            @Override
            public void pull(ImagePull pull) throws IOException, InterruptedException {
                slot.releaseDuring(pull);
            }

            @Override
            public void launched(SshEndpoint ssh, List<PublishedPort> ports) {
                notifications.launched(message, ssh, ports);
            }
        };
    }

    private static void log(Order order, OrderOutcome outcome) {
        String kind = Families.ORDERS.nameOf(order);
        switch (outcome) {
            case OrderDone done ->
                LOG.infof(
                        "order finished: order=%s number=%d account=%s container=%s status=%s",
                        kind,
                        done.number(),
                        order.owner(),
                        order.container(),
                        done.observation().status());
            case OrderFailed failed ->
                LOG.warnf(
                        "order failed: order=%s number=%d account=%s container=%s code=%s reason=%s",
                        kind,
                        failed.number(),
                        order.owner(),
                        order.container(),
                        failed.code().code(),
                        failed.detail());
            case CommitDone done ->
                LOG.infof(
                        "order finished: order=%s number=%d account=%s container=%s image=%s",
                        kind, done.number(), order.owner(), order.container(), done.digest());
        }
    }
}
