package dcm.worker;

import dcm.worker.engine.BaseImageStore;
import dcm.worker.engine.Engine;
import dcm.worker.engine.ImageArchives;
import dcm.worker.engine.OverlayNetworks;
import dcm.worker.engine.docker.DockerBaseImages;
import dcm.worker.engine.docker.DockerEngine;
import dcm.worker.engine.docker.DockerImageArchives;
import dcm.worker.engine.docker.DockerOverlays;
import dcm.worker.host.WorkerConfig;
import dcm.worker.lifecycle.WorkerRun;
import dcm.worker.operation.HostImages;
import dcm.worker.operation.HostStorage;
import dcm.worker.registry.InstallationRegistry;
import dcm.worker.registry.PulledImageCache;
import java.io.IOException;
import java.time.Clock;

/** Creates the adapters to the Docker Engine of this host. */
final class DockerAdapters {
    /** Images of other hosts have names of their own in the engine. */
    private static final String PULLED = "-pulled";

    private final WorkerConfig config;
    private final String dockerHost;
    private final String installation;
    private final Clock clock;

    DockerAdapters(WorkerContext context) {
        this.config = context.config();
        this.dockerHost = context.dockerHost();
        this.installation = context.identity().installation();
        this.clock = context.clock();
    }

    Engine engine() {
        return new DockerEngine(
                dockerHost, installation, config.networks(), config.swarm().mode());
    }

    OverlayNetworks overlays() {
        return new DockerOverlays(dockerHost, installation, config.swarm().mode());
    }

    ImageArchives archives() {
        return new DockerImageArchives(dockerHost, installation);
    }

    BaseImageStore baseImageStore(HostStorage storage) {
        return new DockerBaseImages(
                dockerHost, installation, config.networks(), config.recipes(), storage.quotas()::layerBytes);
    }

    /** The images that this host shares with others through the installation's registry. */
    HostImages hostImages(WorkerRun run, Engine engine) throws IOException {
        String pulled = installation + PULLED;
        PulledImageCache cache = run.keep(new PulledImageCache(
                        config.state().resolve("pulled"),
                        new DockerEngine(dockerHost, pulled, config.networks())::removeImage,
                        clock)
                .start());
        return InstallationRegistry.of(config, engine, archives(), new DockerImageArchives(dockerHost, pulled), cache);
    }
}
