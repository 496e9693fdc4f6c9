package dcm.worker.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.rest.supervision.Supervised;
import dcm.rest.supervision.SupervisedLoop;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerHealthTest {
    private final WorkerRun run = new WorkerRun();
    private final WorkerHealth health = run.health();
    private final AtomicReference<String> refusal = new AtomicReference<>();

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void workingPartsHaveNoProblem() {
        health.addCause(this::refusal);
        run.keep(loop("reconciler", () -> new CountDownLatch(1).await()));

        assertThat(health.problem()).isEmpty();
    }

    @Test
    void failingLoopIsTheProblem() {
        run.keep(loop("reconciler", () -> {
            throw new IllegalStateException("unexpected");
        }));

        await("the failure").until(() -> health.problem().isPresent());
        assertThat(reason()).contains("reconciler: java.lang.IllegalStateException: unexpected");
    }

    @Test
    void causeIsReportedInsteadOfTheFailuresThatItExplains() {
        run.keep(loop("reconciler", () -> {
            throw new IllegalStateException("unexpected");
        }));
        await("the failure").until(() -> health.problem().isPresent());
        health.addCause(this::refusal);

        refusal.set("this worker belongs to another installation");

        assertThat(reason()).contains("this worker belongs to another installation");
    }

    @Test
    void firstOfSeveralCausesIsReported() {
        health.addCause(this::refusal);
        health.addCause(() -> Optional.of(Problem.temporary("Docker does not answer")));
        assertThat(reason()).contains("Docker does not answer");

        refusal.set("this worker belongs to another installation");

        assertThat(reason()).contains("this worker belongs to another installation");
    }

    @Test
    void onlyACauseCanBePermanent() {
        run.keep(loop("reconciler", () -> {
            throw new IllegalStateException("unexpected");
        }));
        await("the failure").until(() -> health.problem().isPresent());
        assertThat(health.problem().orElseThrow().isPermanent()).isFalse();
        health.addCause(this::refusal);

        refusal.set("this worker belongs to another installation");

        assertThat(health.problem().orElseThrow().isPermanent()).isTrue();
    }

    private Optional<Problem> refusal() {
        return Optional.ofNullable(refusal.get()).map(Problem::permanent);
    }

    private Optional<String> reason() {
        return health.problem().map(Problem::reason);
    }

    private static Supervised loop(String name, SupervisedLoop.Step step) {
        SupervisedLoop loop = SupervisedLoop.of(name, step);
        loop.start();
        return () -> loop;
    }
}
