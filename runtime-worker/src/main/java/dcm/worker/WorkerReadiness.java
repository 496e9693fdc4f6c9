package dcm.worker;

import dcm.worker.Worker.Stage;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Reports the worker as ready when it processes orders. */
@Readiness
@ApplicationScoped
public class WorkerReadiness implements HealthCheck {
    private final Worker worker;

    WorkerReadiness(Worker worker) {
        this.worker = worker;
    }

    @Override
    public HealthCheckResponse call() {
        String trouble = worker.trouble().orElse("");
        return HealthCheckResponse.named("worker")
                .status(worker.stage() == Stage.WORKING && trouble.isEmpty())
                .withData("stage", worker.stage().sentence())
                .withData("trouble", trouble)
                .build();
    }
}
