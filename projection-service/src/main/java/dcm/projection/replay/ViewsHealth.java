package dcm.projection.replay;

import dcm.projection.quarantine.QuarantineRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Reports how far the views are while they are being built, and how many intents they could not read although admission may have decided
 * them. The service stays ready.
 */
@Readiness
@ApplicationScoped
class ViewsHealth implements HealthCheck {
    private final ViewProgress progress;

    ViewsHealth(ViewProgress progress) {
        this.progress = progress;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("views").up();
        progress.building()
                .ifPresent(built -> response.withData(
                        "building", String.format(Locale.ROOT, "%,d of %,d records", built.done(), built.total())));
        try {
            long unread = QuarkusTransaction.requiringNew().call(QuarantineRow::countUnread);
            response.withData("unread", unread);
            if (unread > 0) {
                response.withData(
                        "attention",
                        "Requests that the views could not read: %d. Upgrade projection-service and rebuild the views."
                                .formatted(unread));
            }
        } catch (PersistenceException e) {
            response.withData("unread", "unknown"); // the database has its own health check
        }
        return response.build();
    }
}
