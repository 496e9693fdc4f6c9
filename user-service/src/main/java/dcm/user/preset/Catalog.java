package dcm.user.preset;

import dcm.edge.catalog.PresetDirectory;
import dcm.edge.readiness.LogReaders;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Follows what is offered, from the start of this service on. */
@ApplicationScoped
class Catalog {
    @Produces
    @Singleton
    @Startup
    PresetDirectory presets(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, LogReaders readers) {
        return PresetDirectory.following(bootstrapServers, readers);
    }
}
