package dcm.user.preset;

import dcm.rest.catalog.CatalogCache;
import dcm.rest.readiness.LogReaderReadiness;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Follows {@code dcm.catalog} from the start of this service. */
@ApplicationScoped
class CatalogCacheReader {
    @Produces
    @Singleton
    @Startup
    CatalogCache catalog(LogReaderReadiness readers) {
        return CatalogCache.following(readers);
    }
}
