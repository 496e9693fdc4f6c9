package dcm.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.order.Order;
import dcm.worker.operation.OrderProgressListener.ImagePull;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StartSlotsTest {
    private static final Instant DECIDED = Instant.parse("2026-11-27T12:00:00Z");
    private static final Duration TIME = Duration.ofSeconds(60);

    private final AtomicReference<Instant> now = new AtomicReference<>(DECIDED);
    private final List<String> steps = new CopyOnWriteArrayList<>();
    private final StartSlots slots = new StartSlots(2, now::get);

    @Test
    void concurrentStartsAreLimitedToTheNumberOfSlots() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();

        for (int i = 0; i < 6; i++) {
            Thread.ofVirtual()
                    .start(() -> start(slot -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        hold.await();
                        running.decrementAndGet();
                        return done.incrementAndGet();
                    }));
        }
        await("two tasks to run").until(() -> running.get() == 2);
        hold.countDown();

        await("all tasks to be done").until(() -> done.get() == 6);
        assertThat(most).hasValue(2);
    }

    @Test
    void stopOrderNeedsNoSlot() throws Exception {
        Order stop = new Order.Stop(
                new HostName("n1"), new OwnerName("alice"), new ContainerId("aaaa000000000001"), 2, null);
        StartSlots none = new StartSlots(0, now::get);

        assertThat(none.<String>run(stop, DECIDED, steps::add, slot -> "done")).isEqualTo("done");
    }

    @Test
    void orderThatBeginsInTimeKeepsItsDeadline() throws Exception {
        now.set(DECIDED.plusSeconds(10));

        assertThat(deadlineOfStart()).isEqualTo(DECIDED.plus(TIME));
        assertThat(steps).isEmpty();
    }

    @Test
    void orderThatWaitedLongReportsAStepAndGetsALaterDeadline() throws Exception {
        now.set(DECIDED.plusSeconds(45));

        assertThat(deadlineOfStart()).isEqualTo(DECIDED.plusSeconds(45).plus(TIME));
        assertThat(steps).containsExactly("begins");
    }

    @Test
    void deadlineOfAnExpiredOrderIsNotExtended() throws Exception {
        now.set(DECIDED.plusSeconds(61));

        assertThat(deadlineOfStart()).isEqualTo(DECIDED.plus(TIME));
        assertThat(steps).isEmpty();
    }

    @Test
    void otherContainersStartWhileAnImageIsPulled() {
        StartSlots one = new StartSlots(1, now::get);
        AtomicBoolean otherStarted = new AtomicBoolean();

        Instant deadline = start(one, slot -> {
            pull(slot, () -> {
                Thread.ofVirtual().start(() -> start(one, other -> otherStarted.getAndSet(true)));
                await("the other container to start").untilTrue(otherStarted);
                now.set(DECIDED.plusSeconds(300));
            });
            return slot.deadline();
        });

        assertThat(deadline).isEqualTo(DECIDED.plusSeconds(300).plus(TIME));
        assertThat(steps).containsExactly("has its image");
    }

    @Test
    void containerNeedsASlotAgainAfterThePullOfItsImage() {
        StartSlots one = new StartSlots(1, now::get);
        CountDownLatch hold = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        AtomicBoolean started = new AtomicBoolean();

        Thread.ofVirtual()
                .start(() -> start(one, slot -> {
                    pull(slot, () -> {
                        Thread.ofVirtual()
                                .start(() -> start(one, other -> {
                                    held.countDown();
                                    return reached(hold);
                                }));
                        reached(held);
                    });
                    return started.getAndSet(true);
                }));

        await("the container to have its image").until(() -> steps.contains("has its image"));
        assertThat(started).isFalse();
        hold.countDown();
        await("the container to start").untilTrue(started);
    }

    private static void pull(StartSlots.Slot slot, ImagePull pull) throws InterruptedException {
        try {
            slot.releaseDuring(pull);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean reached(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Instant deadlineOfStart() {
        return start(StartSlots.Slot::deadline);
    }

    private <T> T start(StartSlots.Work<T> work) {
        return start(slots, work);
    }

    private <T> T start(StartSlots slots, StartSlots.Work<T> work) {
        Order order = new Order.Start(
                new HostName("n1"), new OwnerName("alice"), new ContainerId("aaaa000000000001"), 2, DECIDED.plus(TIME));
        try {
            return slots.run(order, DECIDED, steps::add, work);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
