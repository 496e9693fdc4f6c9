package dcm.user.image;

import dcm.rest.host.HostCache;
import dcm.rest.readiness.LogReaderReadiness;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Follows {@code dcm.hosts} from the start of this service. */
@ApplicationScoped
class HostCacheReader {
    @Produces
    @Singleton
    @Startup
    HostCache hosts(LogReaderReadiness readers) {
        return HostCache.following(readers);
    }
}
