package dcm.worker.intake;

import dcm.contract.desired.DesiredContainer;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.order.Order;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Replaces orders that the log no longer has, because the host was away for longer than orders are kept. Only removals and some stops can still be
 * pending then; the others have expired.
 */
final class DeletedOrders {
    private static final Logger LOG = Logger.getLogger(DeletedOrders.class);

    private DeletedOrders() {}

    /**
     * The newest order of each container whose outcome is not known, from its desired state.
     *
     * @param desired what the host should have; all orders that lead to it have been read, if they still exist
     */
    static List<Message<Order>> of(List<DesiredContainer> desired, OrderQueue queue, Instant now) {
        return desired.stream()
                .filter(container -> !queue.isBusy(container.container()) && !queue.isSettled(container))
                .flatMap(container -> newest(container).stream())
                .map(order -> message(order, now))
                .toList();
    }

    private static Optional<Order> newest(DesiredContainer desired) {
        return switch (desired.state()) {
            case REMOVED ->
                Optional.of(new Order.Remove(
                        desired.host(), desired.owner(), desired.container(), desired.ordered(), null));
            case STOPPED ->
                Optional.of(
                        new Order.Stop(desired.host(), desired.owner(), desired.container(), desired.ordered(), null));
            case RUNNING, PAUSED -> Optional.empty();
        };
    }

    private static Message<Order> message(Order order, Instant now) {
        LOG.infof(
                "order that the log no longer has is executed: number=%d account=%s container=%s",
                order.number(), order.owner(), order.container());
        String id = order.host() + ":" + order.container() + ":" + order.number() + ":deleted";
        return new Message<>(
                Envelope.first(
                        id,
                        "runtime-worker",
                        AggregateId.of(order.owner()),
                        now,
                        Actor.host(order.host()),
                        TraceParent.fresh()),
                order);
    }
}
