package dcm.worker.intake;

import dcm.contract.desired.DesiredContainer;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.order.Order;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Orders that the log no longer has, because the host was away for longer than orders are kept. Only removals are replaced: users' other orders
 * expire, and the desired state does not tell which other order is the newest.
 */
final class DeletedOrders {
    private static final Logger LOG = Logger.getLogger(DeletedOrders.class);

    private DeletedOrders() {}

    /**
     * The removals whose outcome is not known.
     *
     * @param desired what the host should have; all orders that lead to it have been read, if they still exist
     */
    static List<Message<Order>> removals(List<DesiredContainer> desired, OrderQueue queue, Instant now) {
        return desired.stream()
                .filter(container -> container.state() == DesiredStatus.REMOVED
                        && !queue.isBusy(container.container())
                        && !queue.isSettled(container))
                .map(container -> removal(container, now))
                .toList();
    }

    private static Message<Order> removal(DesiredContainer container, Instant now) {
        LOG.infof(
                "removal without an order in the log is executed: number=%d account=%s container=%s",
                container.ordered(), container.owner(), container.container());
        String id = container.host() + ":" + container.container() + ":" + container.ordered() + ":deleted";
        return new Message<>(
                Envelope.first(
                        id,
                        "runtime-worker",
                        AggregateId.of(container.owner()),
                        now,
                        Actor.host(container.host()),
                        TraceParent.fresh()),
                new Order.Remove(
                        container.host(), container.owner(), container.container(), container.ordered(), null));
    }
}
