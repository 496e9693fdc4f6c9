package dcm.apigateway.certificate;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;

/** The metrics of the public URL's certificate. There are none while TLS does not end at the gateway. */
@Singleton
class CertificateMetrics {
    private final CertificateSettings settings;
    private final CertificateKeeper keeper;

    CertificateMetrics(CertificateSettings settings, CertificateKeeper keeper) {
        this.settings = settings;
        this.keeper = keeper;
    }

    void register(@Observes StartupEvent event, MeterRegistry metrics) {
        if (!settings.mode().isGateway()) {
            return;
        }
        Gauge.builder("dcm.certificate.end.timestamp.seconds", keeper, CertificateMetrics::end)
                .description("When the certificate of the public URL ends; 0: there is none")
                .register(metrics);
        Gauge.builder(
                        "dcm.certificate.attention",
                        keeper,
                        of -> of.attention(Instant.now()).isPresent() ? 1 : 0)
                .description("1 while an administrator must act, see dcm doctor")
                .register(metrics);
    }

    private static double end(CertificateKeeper keeper) {
        return keeper.current().map(own -> own.end().getEpochSecond()).orElse(0L);
    }
}
