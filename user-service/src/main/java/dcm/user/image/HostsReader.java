package dcm.user.image;

import dcm.edge.host.HostStates;
import dcm.edge.readiness.LogReaders;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Follows {@code dcm.hosts} from the start of this service. */
@ApplicationScoped
class HostsReader {
    @Produces
    @Singleton
    @Startup
    HostStates hosts(LogReaders readers) {
        return HostStates.following(readers);
    }
}
