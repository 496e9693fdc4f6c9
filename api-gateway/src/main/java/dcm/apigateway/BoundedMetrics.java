package dcm.apigateway;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Limits the HTTP methods in metrics: a client can invent methods, and each would create a time series in memory. */
class BoundedMetrics {
    private static final int METHODS = 12;

    @Produces
    @Singleton
    MeterFilter knownMethods() {
        return MeterFilter.maximumAllowableTags("http.server.requests", "method", METHODS, MeterFilter.deny());
    }
}
