package dcm.worker;

import dcm.contract.authentication.ReportKey;
import dcm.contract.authentication.ReportSource;
import dcm.worker.host.WorkerConfig;
import dcm.worker.host.WorkerIdentity;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
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

    /** The source of this worker's reports. */
    @Produces
    @Singleton
    ReportSource reportSource(WorkerConfig config) {
        return ReportSource.worker(config.name(), config.joinId());
    }

    /**
     * The key that authenticates this worker's reports.
     *
     * @throws IllegalStateException if the file cannot be read or contains no such key
     */
    @Produces
    @Singleton
    ReportKey reportKey(WorkerConfig config) {
        try {
            return ReportKey.read(config.reportKey());
        } catch (IOException e) {
            throw new IllegalStateException(
                    "DCM_HOST_REPORT_KEY: cannot read the key for reports. A host that joined with an earlier version of DCM must"
                            + " join again: " + e,
                    e);
        }
    }
}
