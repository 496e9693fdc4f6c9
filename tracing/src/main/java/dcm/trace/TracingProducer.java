package dcm.trace;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The tracing of this service. */
@Dependent
class TracingProducer {
    /**
     * @param endpoint where the collector takes OTLP in HTTP; empty: there is none
     * @param sampled the share of new traces that are recorded
     */
    @Produces
    @Singleton
    Tracing tracing(
            @ConfigProperty(name = "dcm.otlp.endpoint") Optional<URI> endpoint,
            @ConfigProperty(name = "dcm.traces.sampled") double sampled,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        return endpoint.map(address -> Tracing.to(address, service, sampled)).orElseGet(Tracing::off);
    }

    void close(@Disposes Tracing tracing) {
        tracing.close();
    }
}
