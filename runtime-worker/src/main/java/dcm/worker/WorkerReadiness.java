package dcm.worker;

import dcm.worker.lifecycle.Problem;
import dcm.worker.lifecycle.WorkerRun;
import dcm.worker.lifecycle.WorkerState.Running;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Reports the worker as ready while it processes orders without a problem. */
@Readiness
@ApplicationScoped
public class WorkerReadiness implements HealthCheck {
    private final Worker worker;

    WorkerReadiness(Worker worker) {
        this.worker = worker;
    }

    @Override
    public HealthCheckResponse call() {
        WorkerRun run = worker.workerRun();
        Optional<Problem> problem = run.problem();
        return HealthCheckResponse.named("worker")
                .status(run.state() instanceof Running && problem.isEmpty())
                .withData("stage", run.state().description())
                .withData("trouble", problem.map(Problem::reason).orElse(""))
                .withData("permanent", problem.filter(Problem::isPermanent).isPresent())
                .build();
    }
}
