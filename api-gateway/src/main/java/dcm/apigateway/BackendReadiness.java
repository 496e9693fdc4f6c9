package dcm.apigateway;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Reports as data which services are ready. The gateway itself is ready without them, so that it can report failures.
 */
@Readiness
@Singleton
class BackendReadiness implements AsyncHealthCheck {
    private final BackendServices services;

    BackendReadiness(BackendServices services) {
        this.services = services;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().completionStage(() -> look().toCompletionStage());
    }

    private Future<HealthCheckResponse> look() {
        Map<BackendService, Future<String>> seen = new EnumMap<>(BackendService.class);
        for (BackendService service : BackendService.OF_API) {
            seen.put(service, look(service));
        }
        return Future.all(List.copyOf(seen.values())).map(all -> {
            HealthCheckResponseBuilder response =
                    HealthCheckResponse.named("services").up();
            seen.forEach((service, state) -> response.withData(service.label(), state.result()));
            return response.build();
        });
    }

    private Future<String> look(BackendService service) {
        int all = services.addresses(service).size();
        return services.ready(service).map(ready -> {
            if (ready == 0) {
                return "not ready";
            }
            return ready == all ? "ready" : "%d of %d ready".formatted(ready, all);
        });
    }
}
