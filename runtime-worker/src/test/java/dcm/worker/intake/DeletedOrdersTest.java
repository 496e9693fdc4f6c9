package dcm.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.contract.desired.ContainerSpec;
import dcm.contract.desired.DesiredContainer;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.envelope.Message;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Limits;
import dcm.contract.identity.OwnerName;
import dcm.contract.order.Order;
import dcm.worker.engine.FakeEngine;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeletedOrdersTest {
    private static final HostName N1 = new HostName("n1");
    private static final OwnerName ANN = new OwnerName("ann");
    private static final ContainerId WEB = new ContainerId("00112233445566aa");
    private static final Instant NOW = Instant.parse("2026-12-02T10:00:00Z");

    private final FinishedOrders finished = new FinishedOrders(Path.of("/nowhere"));
    private final OrderQueue queue = new OrderQueue(finished);

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void removalsWithoutAKnownOutcomeAreOrderedAgain() {
        finished.learn(WEB, 6);

        assertThat(ordersFor(DesiredStatus.REMOVED)).containsExactly(new Order.Remove(N1, ANN, WEB, 7, null));
        assertThat(ordersFor(DesiredStatus.STOPPED)).isEmpty();
        assertThat(ordersFor(DesiredStatus.RUNNING)).isEmpty();
        assertThat(ordersFor(DesiredStatus.PAUSED)).isEmpty();
    }

    @Test
    void finishedOrdersAreNotRepeated() {
        finished.learn(WEB, 7);

        assertThat(ordersFor(DesiredStatus.REMOVED)).isEmpty();
    }

    @Test
    void ordersThatWereReadAreNotRepeated() {
        CountDownLatch end = new CountDownLatch(1);
        queue.submit(new Order.Remove(N1, ANN, WEB, 7, null), () -> {
            try {
                end.await();
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        });

        assertThat(ordersFor(DesiredStatus.REMOVED)).isEmpty();
        end.countDown();
    }

    private List<Order> ordersFor(DesiredStatus state) {
        var spec = ContainerSpec.of(new ContainerName("web"), FakeEngine.SSH, new Limits(1000, 128, 64, null));
        return DeletedOrders.removals(List.of(new DesiredContainer(WEB, ANN, N1, spec, state, 7, 5)), queue, NOW)
                .stream()
                .map(Message::payload)
                .toList();
    }
}
