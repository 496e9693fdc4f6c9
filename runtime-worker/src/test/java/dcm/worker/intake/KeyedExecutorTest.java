package dcm.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.contract.identity.ContainerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyedExecutorTest {
    private static final ContainerId WEB = new ContainerId("00112233445566aa");
    private static final ContainerId DB = new ContainerId("00112233445566bb");
    private static final Duration BOUND = Duration.ofSeconds(5);

    private final KeyedExecutor lanes = new KeyedExecutor();

    @AfterEach
    void close() {
        lanes.close();
    }

    @Test
    void tasksOfOneContainerRunSequentiallyInOrder() {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        IntStream.range(0, 1000)
                .forEach(number -> lanes.run(WEB, () -> {
                    most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                    Thread.yield();
                    order.add(number);
                    atOnce.decrementAndGet();
                }));

        await("all tasks to end").atMost(BOUND).until(() -> !lanes.isBusy(WEB));
        assertThat(order)
                .containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
        assertThat(most).hasValue(1);
    }

    @Test
    void tasksOfDifferentContainersRunInParallel() {
        CountDownLatch both = new CountDownLatch(2);
        AtomicInteger met = new AtomicInteger();

        lanes.run(WEB, () -> meet(both, met));
        lanes.run(DB, () -> meet(both, met));

        await("both tasks to run at the same time").atMost(BOUND).until(() -> met.get() == 2);
    }

    @Test
    void containerIsBusyUntilItsLastTaskIsDone() {
        CountDownLatch end = new CountDownLatch(1);
        lanes.run(WEB, () -> {});
        lanes.run(WEB, () -> waitFor(end));

        assertThat(lanes.isBusy(WEB)).isTrue();
        assertThat(lanes.isBusy(DB)).isFalse();

        end.countDown();
        await("the lane to be empty").atMost(BOUND).until(() -> !lanes.isBusy(WEB));
    }

    @Test
    void failedTaskDoesNotBlockTheNextTask() {
        AtomicBoolean done = new AtomicBoolean();
        lanes.run(WEB, () -> {
            throw new IllegalStateException("a mistake");
        });

        lanes.run(WEB, () -> done.set(true));

        await("the task after the failed one").atMost(BOUND).until(done::get);
    }

    @Test
    void closingInterruptsTheRunningTask() {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        lanes.run(WEB, () -> {
            begun.countDown();
            interrupted.set(!waitFor(new CountDownLatch(1)));
        });
        assertThat(waitFor(begun)).isTrue();

        lanes.close();

        await("the interrupt").atMost(BOUND).until(interrupted::get);
    }

    private static void meet(CountDownLatch both, AtomicInteger met) {
        both.countDown();
        if (waitFor(both)) {
            met.incrementAndGet();
        }
    }

    /** Returns false if interrupted. */
    private static boolean waitFor(CountDownLatch latch) {
        try {
            return latch.await(BOUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
