package dcm.user.preset;

import dcm.edge.catalog.CatalogDirectory;
import dcm.edge.readiness.LogReaders;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Follows {@code dcm.catalog} from the start of this service. */
@ApplicationScoped
class CatalogReader {
    @Produces
    @Singleton
    @Startup
    CatalogDirectory catalog(LogReaders readers) {
        return CatalogDirectory.following(readers);
    }
}
