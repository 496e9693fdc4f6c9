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
        assertThat(lifecycle.life().problem()).isEmpty();
        assertThat(events).containsExactly("opened");
    }

    @Test
    void notStartedWorkerWaitsForTheLock() {
        assertThat(lifecycle.life().state()).isInstanceOf(WaitingForLock.class);
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
        assertThat(lifecycle.life().state()).isInstanceOf(WaitingForAdmission.class);
    }

    @Test
    void stoppedWorkerIsNotStartedAgain() {
        lifecycle.start();
        awaitState(Running.class);
        WorkerLife first = lifecycle.life();
        lifecycle.stop();

        lifecycle.start();

        assertThat(lifecycle.life()).isSameAs(first);
        assertThat(events).containsExactly("opened", "closed");
    }

    @Test
    void unexpectedErrorEndsInFailed() {
        WorkerLifecycle broken = new WorkerLifecycle(N1, (life, first) -> {
            throw new IOException("no space left on device");
        });

        broken.start();

        await("the failure").until(() -> broken.life().state() instanceof Failed);
    }

    @Test
    void errorOfTheVirtualMachineEndsInFailed() {
        WorkerLifecycle broken = new WorkerLifecycle(N1, (life, first) -> {
            throw new StackOverflowError();
        });

        broken.start();

        await("the failure").until(() -> broken.life().state() instanceof Failed);
    }

    @Test
    void rejectedHomesAreTheProblemUntilTheyAreFound() {
        WorkerLife life = new WorkerLife();
        WaitingForHomes waiting = life.enter(WorkerState.first().lockAcquired().engineAnswered());
        assertThat(life.problem()).isEmpty();

        waiting = life.enter(waiting.homesRejected("Mount the disk"));
        assertThat(life.problem()).contains("Mount the disk");

        life.enter(waiting.homesFound());
        assertThat(life.problem()).isEmpty();
    }

    private void startUp(WorkerLife life, WaitingForLock first) throws InterruptedException {
        life.keep(() -> events.add("closed"));
        events.add("opened");
        WaitingForAdmission joining =
                life.enter(first.lockAcquired().engineAnswered().homesFound());
        if (!admitted) {
            try {
                never.await();
            } catch (InterruptedException e) {
                events.add("interrupted");
                throw e;
            }
        }
        CatchingUp loading = life.enter(joining.admitted());
        life.enter(loading.caughtUp());
    }

    private void awaitState(Class<? extends WorkerState> state) {
        await(state.getSimpleName())
                .until(() -> state.isInstance(lifecycle.life().state()));
    }
}
