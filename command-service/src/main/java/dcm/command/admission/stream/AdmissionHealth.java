package dcm.command.admission.stream;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness of admission: down while its stream thread is being replaced. Quarantined records and failing due work
 * leave it up, because all other records are processed; {@code ./dcm status} shows them as {@code attention}.
 */
@Readiness
@ApplicationScoped
class AdmissionHealth implements HealthCheck {
    private final AdmissionStatus status;

    AdmissionHealth(AdmissionStatus status) {
        this.status = status;
    }

    @Override
    public HealthCheckResponse call() {
        int quarantined = status.quarantined();
        int failing = status.failing().size();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("admission")
                .up()
                .withData("quarantined", quarantined)
                .withData("failing", failing);
        if (quarantined > 0) {
            response.withData(
                    "attention", "Records in quarantine: %d. './dcm log ls' lists them.".formatted(quarantined));
        } else if (status.stateSize().bytes() > AdmissionStatus.stateLimitBytes()) {
            response.withData(
                    "attention",
                    "Admission has %d MiB of state; its heap is sized for %d MiB. Increase command-service's heap."
                            .formatted(status.stateSize().bytes() >> 20, AdmissionStatus.stateLimitBytes() >> 20));
        } else if (failing > 0) {
            response.withData(
                    "attention",
                    "Aggregates whose due work fails: %d. See './dcm logs command-service'.".formatted(failing));
        }
        status.streamFailure().ifPresent(failure -> response.down().withData("stream", failure));
        return response.build();
    }
}
