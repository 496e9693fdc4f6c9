package dcm.worker;

import dcm.worker.host.WorkerConfig;
import dcm.worker.host.WorkerIdentity;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads the worker's identity from its configuration. */
@Singleton
class WorkerIdentityProducer {
    @Produces
    @Singleton
    WorkerIdentity identity(
            WorkerConfig config,
            @ConfigProperty(name = "dcm.installation") String installation,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        return new WorkerIdentity(installation, config.name(), version);
    }
}
