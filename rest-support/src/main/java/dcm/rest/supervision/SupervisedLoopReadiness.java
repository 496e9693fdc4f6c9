package dcm.rest.supervision;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Registers the service's loops. The service is ready while none of them fails. Thread-safe. */
@Readiness
@Default
@ApplicationScoped
public class SupervisedLoopReadiness implements HealthCheck {
    private final List<SupervisedLoop> loops = new CopyOnWriteArrayList<>();

    /** Adds a loop to the readiness check. */
    public SupervisedLoop register(SupervisedLoop loop) {
        loops.add(loop);
        return loop;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("loops").up();
        for (SupervisedLoop loop : loops) {
            loop.failure()
                    .ifPresentOrElse(
                            failure -> response.down().withData(loop.name(), failure),
                            () -> response.withData(loop.name(), "running"));
        }
        return response.build();
    }
}
