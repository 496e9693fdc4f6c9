package dcm.worker.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.contract.identity.HostName;
import dcm.worker.lifecycle.WorkerState.CatchingUp;
import dcm.worker.lifecycle.WorkerState.Failed;
import dcm.worker.lifecycle.WorkerState.Running;
import dcm.worker.lifecycle.WorkerState.WaitingForAdmission;
import dcm.worker.lifecycle.WorkerState.WaitingForHomes;
import dcm.worker.lifecycle.WorkerState.WaitingForLock;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerLifecycleTest {
    private static final HostName N1 = new HostName("n1");

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private final WorkerLifecycle lifecycle = new WorkerLifecycle(N1, this::startUp);
    private volatile boolean admitted = true;

    @AfterEach
    void stop() {
        lifecycle.stop();
    }

    @Test
    void startedWorkerRuns() {
        lifecycle.start();

        awaitState(Running.class);
        assertThat(lifecycle.workerRun().problem()).isEmpty();
        assertThat(events).containsExactly("opened");
    }

    @Test
    void notStartedWorkerWaitsForTheLock() {
        assertThat(lifecycle.workerRun().state()).isInstanceOf(WaitingForLock.class);
    }

    @Test
    void stoppedWorkerClosesItsParts() {
        lifecycle.start();
        awaitState(Running.class);

        lifecycle.stop();

        assertThat(events).containsExactly("opened", "closed");
    }

    @Test
    void stopInterruptsAStartThatWaits() {
        admitted = false;
        lifecycle.start();
        awaitState(WaitingForAdmission.class);

        lifecycle.stop();

        await("the end of the start").until(() -> events.contains("interrupted"));
        assertThat(lifecycle.workerRun().state()).isInstanceOf(WaitingForAdmission.class);
    }

    @Test
    void stoppedWorkerIsNotStartedAgain() {
        lifecycle.start();
        awaitState(Running.class);
        WorkerRun first = lifecycle.workerRun();
        lifecycle.stop();

        lifecycle.start();

        assertThat(lifecycle.workerRun()).isSameAs(first);
        assertThat(events).containsExactly("opened", "closed");
    }

    @Test
    void unexpectedErrorEndsInFailed() {
        WorkerLifecycle broken = new WorkerLifecycle(N1, (run, first) -> {
            throw new IOException("no space left on device");
        });

        broken.start();

        await("the failure").until(() -> broken.workerRun().state() instanceof Failed);
        assertThat(broken.workerRun().problem())
                .hasValueSatisfying(problem -> assertThat(problem.reason()).contains("no space left on device"))
                .hasValueSatisfying(problem -> assertThat(problem.isPermanent()).isTrue());
    }

    @Test
    void errorOfTheVirtualMachineEndsInFailed() {
        WorkerLifecycle broken = new WorkerLifecycle(N1, (run, first) -> {
            throw new StackOverflowError();
        });

        broken.start();

        await("the failure").until(() -> broken.workerRun().state() instanceof Failed);
    }

    @Test
    void rejectedHomesAreTheProblemUntilTheyAreFound() {
        WorkerRun run = new WorkerRun();
        WaitingForHomes waiting = run.enter(WorkerState.first().lockAcquired().engineAnswered());
        assertThat(run.problem()).isEmpty();

        waiting = run.enter(waiting.homesRejected("Mount the disk"));
        assertThat(run.problem()).contains(Problem.permanent("Mount the disk"));

        run.enter(waiting.homesFound());
        assertThat(run.problem()).isEmpty();
    }

    private void startUp(WorkerRun run, WaitingForLock first) throws InterruptedException {
        run.keep(() -> events.add("closed"));
        events.add("opened");
        WaitingForAdmission joining =
                run.enter(first.lockAcquired().engineAnswered().homesFound());
        if (!admitted) {
            try {
                never.await();
            } catch (InterruptedException e) {
                events.add("interrupted");
                throw e;
            }
        }
        CatchingUp loading = run.enter(joining.admitted());
        run.enter(loading.caughtUp());
    }

    private void awaitState(Class<? extends WorkerState> state) {
        await(state.getSimpleName())
                .until(() -> state.isInstance(lifecycle.workerRun().state()));
    }
}
