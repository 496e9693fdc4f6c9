package dcm.rest.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class SupervisedLoopTest {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final AtomicReference<Throwable> failing = new AtomicReference<>();
    private final AtomicInteger rounds = new AtomicInteger();
    private final Semaphore next = new Semaphore(0);

    @Test
    void failedStepIsReportedAndRetriedUntilItSucceeds() {
        try (SupervisedLoop loop = SupervisedLoop.of("reconciler", PAUSE, this::step)) {
            failing.set(new NullPointerException("unexpected"));
            loop.start();
            next.release(1000);
            await("the failure").until(() -> loop.failure().isPresent());
            assertThat(loop.failure()).contains("reconciler: java.lang.NullPointerException: unexpected");

            failing.set(null);

            await("the loop to continue")
                    .until(() -> rounds.get() > 0 && loop.failure().isEmpty());
        }
    }

    @Test
    void loopContinuesAfterAnError() {
        try (SupervisedLoop loop = SupervisedLoop.of("reconciler", PAUSE, this::step)) {
            failing.set(new StackOverflowError());
            loop.start();
            next.release(1000);
            await("the failure").until(() -> loop.failure().isPresent());

            failing.set(null);

            await("the loop to continue").until(() -> rounds.get() > 0);
        }
    }

    @Test
    void closedLoopEndsWithoutAFailure() {
        SupervisedLoop loop = SupervisedLoop.of("reconciler", PAUSE, this::step);
        loop.start();
        next.release();
        await("one step").until(() -> rounds.get() == 1);

        loop.close();
        next.release();

        assertThat(loop.failure()).isEmpty();
        await("no further step").during(PAUSE.multipliedBy(3)).until(() -> rounds.get() == 1);
    }

    @Test
    void interruptionByAnotherThreadDoesNotEndTheLoop() {
        AtomicReference<Thread> thread = new AtomicReference<>();
        try (SupervisedLoop loop = SupervisedLoop.of("reconciler", PAUSE, () -> {
            thread.set(Thread.currentThread());
            step();
        })) {
            loop.start();
            await("the thread").until(() -> thread.get() != null);

            thread.get().interrupt();
            next.release(1000);

            await("the loop to continue").until(() -> rounds.get() > 0);
        }
    }

    @Test
    void serviceIsReadyOnlyWhileItsLoopsWork() {
        SupervisedLoopReadiness readiness = new SupervisedLoopReadiness();
        try (SupervisedLoop loop = readiness.register(SupervisedLoop.of("reconciler", PAUSE, this::step))) {
            loop.start();
            assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);
            failing.set(new StackOverflowError());
            next.release(1000);

            await("the failure").until(() -> readiness.call().getStatus() == Status.DOWN);
            assertThat(readiness.call().getData().orElseThrow())
                    .containsEntry("reconciler", "reconciler: java.lang.StackOverflowError");

            failing.set(null);

            await("the loop to continue").until(() -> readiness.call().getStatus() == Status.UP);
        }
    }

    private void step() throws Exception {
        next.acquire();
        switch (failing.get()) {
            case null -> rounds.incrementAndGet();
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new AssertionError(e);
        }
    }
}
