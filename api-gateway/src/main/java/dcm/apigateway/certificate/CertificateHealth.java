package dcm.apigateway.certificate;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Reports the public URL and its certificate. The gateway is ready without a certificate, because it serves this machine; at its start it
 * is ready only after the first attempt to get one.
 */
@Readiness
@ApplicationScoped
class CertificateHealth implements HealthCheck {
    private final CertificateSettings settings;
    private final CertificateKeeper keeper;

    CertificateHealth(CertificateSettings settings, CertificateKeeper keeper) {
        this.settings = settings;
        this.keeper = keeper;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("public-access")
                .withData("tls", settings.mode().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        settings.url().map(URI::toString).ifPresent(url -> response.withData("publicUrl", url));
        if (!settings.mode().isGateway()) {
            return response.up().build();
        }
        keeper.current()
                .ifPresent(certificate ->
                        response.withData("certificateEnd", certificate.end().toString()));
        keeper.attention(Instant.now()).ifPresent(reason -> response.withData("attention", reason));
        return response.status(keeper.isChecked()).build();
    }
}
