package dcm.projection.catalog;

import dcm.edge.catalog.CatalogDirectory;
import dcm.edge.readiness.LogReaders;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Reads {@code dcm.catalog} into what queries know of presets and groups. */
@ApplicationScoped
class CatalogReader {
    @Produces
    @Singleton
    @Startup
    CatalogDirectory catalog(LogReaders readers) {
        return CatalogDirectory.following(readers);
    }
}
