package dcm.projection.preset;

import dcm.edge.catalog.PresetDirectory;
import dcm.edge.readiness.LogReaders;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads {@code dcm.catalog} into what queries know of presets. */
@ApplicationScoped
class Presets {
    @Produces
    @Singleton
    @Startup
    PresetDirectory presets(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, LogReaders readers) {
        return PresetDirectory.following(bootstrapServers, readers);
    }
}
