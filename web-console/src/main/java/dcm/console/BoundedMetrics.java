package dcm.console;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Whoever reaches the door can invent methods, and must not be able to fill its memory with a time series for each. */
class BoundedMetrics {
    private static final int METHODS = 12;

    @Produces
    @Singleton
    MeterFilter knownMethods() {
        return MeterFilter.maximumAllowableTags("http.server.requests", "method", METHODS, MeterFilter.deny());
    }
}
