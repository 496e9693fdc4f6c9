package dcm.projection.catalog;

import dcm.rest.catalog.CatalogCache;
import dcm.rest.readiness.LogReaderReadiness;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Follows {@code dcm.catalog} and provides the presets and groups to queries. */
@ApplicationScoped
class CatalogReader {
    @Produces
    @Singleton
    @Startup
    CatalogCache catalog(LogReaderReadiness readers) {
        return CatalogCache.following(readers);
    }
}
