package dcm.command.admission.stream;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness of admission: down while its stream thread is being replaced. Quarantined records, discarded reports and failing due
 * work leave it up, because all other records are processed; {@code dcm status} shows them as {@code attention}.
 */
@Readiness
@ApplicationScoped
class AdmissionHealth implements HealthCheck {
    /** How long a discarded report is shown. */
    private static final Duration ATTENTION = Duration.ofMinutes(10);

    private final AdmissionStatus status;

    AdmissionHealth(AdmissionStatus status) {
        this.status = status;
    }

    @Override
    public HealthCheckResponse call() {
        int quarantined = status.quarantined();
        int failing = status.failing().size();
        Map<String, Long> discarded = status.discardedReports(Instant.now().minus(ATTENTION));
        HealthCheckResponseBuilder response = HealthCheckResponse.named("admission")
                .up()
                .withData("quarantined", quarantined)
                .withData("failing", failing);
        if (quarantined > 0) {
            response.withData(
                    "attention", "Records in quarantine: %d. 'dcm log ls' lists them.".formatted(quarantined));
        } else if (status.stateSize().bytes() > AdmissionStatus.stateLimitBytes()) {
            response.withData(
                    "attention",
                    "Admission has %d MiB of state; its heap is sized for %d MiB. Increase command-service's heap."
                            .formatted(status.stateSize().bytes() >> 20, AdmissionStatus.stateLimitBytes() >> 20));
        } else if (failing > 0) {
            response.withData(
                    "attention",
                    "Aggregates whose due work fails: %d. See 'dcm logs command-service'.".formatted(failing));
        } else if (!discarded.isEmpty()) {
            response.withData(
                    "attention",
                    "Reports were discarded, because their claimed source has not written them or may not send them: %s. See 'dcm logs command-service'."
                            .formatted(discarded));
        }
        status.streamFailure().ifPresent(failure -> response.down().withData("stream", failure));
        return response.build();
    }
}
