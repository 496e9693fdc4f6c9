package dcm.worker.intake;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.desired.DesiredContainer;
import dcm.contract.envelope.Message;
import dcm.contract.identity.HostName;
import dcm.contract.order.Order;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogReader;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** Reads this host's orders and queues those that are not finished. */
public final class OrderConsumer {
    private final Codec<Order> codec = new Codec<>(Families.ORDERS);
    private final HostName host;
    private final DesiredHostState desired;
    private final OrderQueue queue;
    private final OrderExecution execution;
    private final OrderPosition position;
    private final long replayedUntil;

    /**
     * @param position the persisted position in the orders
     * @param replayedUntil the end offset of the orders before {@code desired} was read. For orders before it, the
     *     desired state is complete; a later order may arrive before its desired state
     */
    public OrderConsumer(
            HostName host,
            DesiredHostState desired,
            OrderQueue queue,
            OrderExecution execution,
            OrderPosition position,
            long replayedUntil) {
        this.host = host;
        this.desired = desired;
        this.queue = queue;
        this.execution = execution;
        this.position = position;
        this.replayedUntil = replayedUntil;
    }

    /** The start position: the first order that may be unfinished. */
    public LogReader.Start start() {
        return (consumer, partitions, handled) -> handled.isEmpty() ? firstUnfinished(consumer, partitions) : handled;
    }

    private Map<TopicPartition, Long> firstUnfinished(Consumer<?, ?> consumer, List<TopicPartition> partitions)
            throws IOException {
        TopicPartition orders = partitions.getFirst();
        long first = consumer.beginningOffsets(partitions).getOrDefault(orders, 0L);
        long end = consumer.endOffsets(partitions).getOrDefault(orders, 0L);
        OptionalLong stored = position.stored();
        // A position beyond the end belongs to an earlier log that was deleted.
        boolean usable = stored.isPresent() && stored.getAsLong() >= first && stored.getAsLong() <= end;
        return Map.of(orders, usable ? stored.getAsLong() : first);
    }

    /** Queues the orders of a batch. */
    public void apply(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            Message<Order> message = KafkaRecords.message(codec, record);
            Order order = message.payload();
            if (order.host().equals(host) && !isFinished(order, record.offset())) {
                position.begin(record.offset());
                queue.submit(order, () -> execution.execute(message, () -> position.finish(record.offset())));
            }
        }
    }

    /**
     * Queues the removals whose orders the log no longer has.
     *
     * @param loaded the desired state before the orders were read, all of which have been read now
     */
    public void replaceDeleted(List<DesiredContainer> loaded, Instant now) {
        DeletedOrders.removals(loaded, queue, now)
                .forEach(message -> queue.submit(message.payload(), () -> execution.execute(message, () -> {})));
    }

    /**
     * True if the order needs no work. For an order from before this start: its container or image is no longer in the
     * desired state, so it was removed permanently.
     */
    private boolean isFinished(Order order, long offset) {
        boolean replayed = offset < replayedUntil;
        return queue.isFinished(order) || replayed && !desired.includes(order);
    }
}
