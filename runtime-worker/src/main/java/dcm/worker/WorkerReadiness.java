package dcm.worker;

import dcm.worker.lifecycle.WorkerLife;
import dcm.worker.lifecycle.WorkerState.Running;
import jakarta.enterprise.context.ApplicationScoped;
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
        WorkerLife life = worker.life();
        String problem = life.problem().orElse("");
        return HealthCheckResponse.named("worker")
                .status(life.state() instanceof Running && problem.isEmpty())
                .withData("stage", life.state().description())
                .withData("trouble", problem)
                .build();
    }
}
