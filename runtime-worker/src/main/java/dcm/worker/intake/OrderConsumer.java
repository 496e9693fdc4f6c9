package dcm.worker.intake;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Message;
import dcm.contract.identity.HostName;
import dcm.contract.identity.PublishedPort;
import dcm.contract.identity.SshEndpoint;
import dcm.contract.notification.ContainerLaunched;
import dcm.contract.order.Order;
import dcm.contract.report.ContainerReport.CommitDone;
import dcm.contract.report.ContainerReport.OrderDone;
import dcm.contract.report.ContainerReport.OrderFailed;
import dcm.contract.report.ContainerReport.OrderOutcome;
import dcm.contract.report.ContainerStatus;
import dcm.contract.report.Observation;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogReader;
import dcm.worker.operation.Operations;
import dcm.worker.operation.OrderProgressListener;
import dcm.worker.report.NotificationPublisher;
import dcm.worker.report.ReportPublisher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Reads this host's orders and executes them. An order is finished when its report is recorded, and only then its
 * number is persisted. So after a crash an order may be repeated, which finds the work done, but no order is lost.
 */
public final class OrderConsumer {
    private static final Logger LOG = Logger.getLogger(OrderConsumer.class);

    private final Codec<Order> codec = new Codec<>(Families.ORDERS);
    private final HostName host;
    private final Operations operations;
    private final ReportPublisher reports;
    private final NotificationPublisher notices;
    private final DesiredContainers wanted;
    private final DesiredImages images;
    private final FinishedOrders finished;
    private final KeyedExecutor lanes;
    private final StartSlots slots;
    private final OrderPosition position;
    private final long replayedUntil;

    /**
     * @param startsAtOnce how many containers may start at the same time
     * @param position the file with the committed position in the order partition
     * @param replayedUntil the end offset of the orders before {@code wanted} was read. For orders before it, the
     *     desired state is complete; a later order may arrive before its desired state
     */
    public OrderConsumer(
            HostName host,
            Operations operations,
            ReportPublisher reports,
            NotificationPublisher notices,
            DesiredContainers wanted,
            DesiredImages images,
            FinishedOrders finished,
            KeyedExecutor lanes,
            int startsAtOnce,
            Path position,
            long replayedUntil) {
        this.host = host;
        this.operations = operations;
        this.reports = reports;
        this.notices = notices;
        this.wanted = wanted;
        this.images = images;
        this.finished = finished;
        this.lanes = lanes;
        this.slots = new StartSlots(startsAtOnce, Clock.systemUTC());
        this.position = new OrderPosition(position);
        this.replayedUntil = replayedUntil;
    }

    /** The start position: the first order that may be unfinished. */
    public LogReader.Start start() {
        return (consumer, partitions, handled) -> handled.isEmpty() ? begin(consumer, partitions) : handled;
    }

    private Map<TopicPartition, Long> begin(Consumer<?, ?> consumer, List<TopicPartition> partitions)
            throws IOException {
        TopicPartition orders = partitions.getFirst();
        long first = consumer.beginningOffsets(partitions).getOrDefault(orders, 0L);
        long end = consumer.endOffsets(partitions).getOrDefault(orders, 0L);
        OptionalLong remembered = position.remembered();
        Map<TopicPartition, Long> start = new HashMap<>();
        // A position beyond the end belongs to an earlier log that was deleted.
        boolean usable = remembered.isPresent() && remembered.getAsLong() >= first && remembered.getAsLong() <= end;
        start.put(orders, usable ? remembered.getAsLong() : first);
        return start;
    }

    /** Executes the orders of a batch. */
    public void take(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            Message<Order> message = KafkaRecords.message(codec, record);
            Order order = message.payload();
            if (order.host().equals(host) && !isFinished(order, record.offset())) {
                position.begin(record.offset());
                lanes.run(order.container(), () -> carryOut(message, record.offset()));
            }
        }
    }

    /**
     * True if the order needs no work. For an order from before this start: its container or image is no longer in the
     * desired state, so it was removed permanently.
     */
    private boolean isFinished(Order order, long offset) {
        boolean replayed = offset < replayedUntil;
        return order.number() <= finished.last(order.container()) || replayed && !isWanted(order);
    }

    private boolean isWanted(Order order) {
        return order instanceof Order.Flatten flatten
                ? images.isWanted(flatten.image())
                : wanted.find(order.container()).isPresent();
    }

    private void carryOut(Message<Order> message, long offset) {
        Order order = message.payload();
        MDC.put("traceId", message.envelope().trace().traceId());
        MDC.put("container", order.container().value());
        MDC.put("account", order.owner().value());
        try {
            if (order.number() > finished.last(order.container())) {
                Instant decidedAt = message.envelope().time();
                OrderOutcome outcome = slots.run(
                        order,
                        decidedAt,
                        step -> reports.progress(message, step),
                        deadline -> operations.carryOut(order, decidedAt, deadline, listener(message)));
                log(order, outcome);
                reports.outcome(message, outcome);
                finish(order, outcome);
            }
            position.finish(offset);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.infof(
                    "order interrupted, it is repeated after the next start: number=%d account=%s container=%s",
                    order.number(), order.owner(), order.container());
        } catch (RuntimeException e) {
            // The order stays unfinished, and is carried out again at the next start.
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

    private OrderProgressListener listener(Message<Order> message) {
        return new OrderProgressListener() {
            @Override
            public void step(String step) {
                reports.progress(message, step);
            }

            @Override
            public void launched(SshEndpoint ssh, List<PublishedPort> ports) {
                notices.launched(
                        message, new ContainerLaunched(host, message.payload().container(), ssh, ports));
            }
        };
    }

    private void finish(Order order, OrderOutcome outcome) {
        boolean gone = order instanceof Order.Flatten // its container is removed anyway
                || outcome instanceof OrderDone done && done.observation().status() == ContainerStatus.ABSENT;
        if (gone) {
            finished.forget(order.container());
            finished.learn(order.container(), order.number());
        } else {
            finished.finish(order.container(), order.number());
        }
    }

    private static void log(Order order, OrderOutcome outcome) {
        String kind = Families.ORDERS.nameOf(order);
        switch (outcome) {
            case OrderDone(var host, var container, int number, Observation after) ->
                LOG.infof(
                        "order finished: order=%s number=%d account=%s container=%s status=%s",
                        kind, number, order.owner(), order.container(), after.status());
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
