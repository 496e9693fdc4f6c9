package dcm.worker.registry;

import dcm.contract.identity.ImageDigest;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.ImageReference;
import dcm.contract.identity.RegistryName;
import dcm.contract.registry.RegistryOptions;
import dcm.contract.snapshot.RegistrySnapshot;
import dcm.worker.engine.Engine;
import dcm.worker.engine.EngineException;
import dcm.worker.engine.ImageArchives;
import dcm.worker.host.WorkerConfig;
import dcm.worker.operation.HostImages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The installation's image registry. An image is stored there under the digest of its configuration, which is its digest
 * in the engine. So a host that pulls it detects any other content. Thread-safe.
 */
public final class InstallationRegistry implements HostImages {
    private static final Logger LOG = Logger.getLogger(InstallationRegistry.class);
    private static final String REPOSITORY = "dcm/images";
    private static final int ID_LENGTH = 16;
    private static final int WAIT_SECONDS = 5;

    /** Limited because containers start during pulls, and both write to the same disk. */
    private static final int PULLS_AT_ONCE = 4;

    private final RegistrySnapshot registry;
    private final RegistryCredentials credentials;
    private final Engine engine;
    private final ImageArchives archives;
    private final ImageArchives pulled;
    private final PulledImageCache cache;
    /** The layers that this process has pushed, by their names in archives, which are the digests of their content. */
    private final Map<String, Descriptor> pushedLayers = new ConcurrentHashMap<>();

    private final Map<ImageDigest, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final Semaphore pulls = new Semaphore(PULLS_AT_ONCE, true);

    /**
     * Creates the access to the registry.
     *
     * @param pulled the engine's archives under a separate prefix, so that the worker does not treat pulled images as images
     *     created on this host
     */
    InstallationRegistry(
            RegistrySnapshot registry,
            RegistryCredentials credentials,
            Engine engine,
            ImageArchives archives,
            ImageArchives pulled,
            PulledImageCache cache) {
        this.registry = registry;
        this.credentials = credentials;
        this.engine = engine;
        this.archives = archives;
        this.pulled = pulled;
        this.cache = cache;
    }

    /**
     * The registry of the configuration; {@link HostImages#NONE} if there is none.
     *
     * @throws IOException if the files that the configuration names cannot be read
     */
    public static HostImages of(
            WorkerConfig config, Engine engine, ImageArchives archives, ImageArchives pulled, PulledImageCache cache)
            throws IOException {
        Optional<String> address = config.imageRegistry();
        if (address.isEmpty()) {
            return HostImages.NONE;
        }
        Path authority = config.imageRegistryCa().orElse(null);
        RegistryOptions options = new RegistryOptions(
                List.of(), false, authority == null, authority == null ? null : Files.readString(authority));
        String[] user = Files.readString(config.imageRegistryCredentials()
                        .orElseThrow(() -> new IOException("DCM_HOST_IMAGE_REGISTRY_CREDENTIALS is not set")))
                .strip()
                .split(":", 2);
        return new InstallationRegistry(
                new RegistrySnapshot(new RegistryName(address.get()), options, false, Instant.EPOCH),
                new RegistryCredentials(user[0], user[1]),
                engine,
                archives,
                pulled,
                cache);
    }

    @Override
    public Optional<String> push(ImageId image, ImageDigest digest, Consumer<String> progress) {
        ImageReference to = reference(digest);
        try (RegistryConnection connection = new RegistryConnection(registry, to, credentials, "pull,push")) {
            Optional<String> earlier = connection.manifestDigest();
            if (earlier.isPresent()) {
                connection.renewManifest(); // otherwise it looks old to ./dcm prune until an event refers to it
                return earlier;
            }
            progress.accept("Pushing the image to the image registry, so that other hosts can use it.");
            try (InputStream archive = archives.export(image, new ImageName("dcm/image:" + image))) {
                return Optional.of(new ImagePush(connection, progress, pushedLayers).push(archive, to));
            }
        } catch (IOException | EngineException e) {
            LOG.warnf("image could not be pushed, only this host has it: image=%s reason=%s", image, e.getMessage());
            progress.accept("The image was not pushed to the image registry, so its containers run on this host only: "
                    + e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void use(ImageDigest digest) throws IOException {
        cache.use(name(digest));
    }

    @Override
    public void pull(ImageDigest digest, Consumer<String> progress) throws IOException {
        // Containers of a batch need the same image at the same time.
        ReentrantLock lock = locks.computeIfAbsent(digest, key -> new ReentrantLock());
        await(lock::tryLock, "Waiting for the image, which another container also needs.", progress);
        try {
            if (engine.imageContent(digest).isEmpty()) {
                await(pulls::tryAcquire, "Waiting until other images have been pulled.", progress);
                try {
                    pullNow(digest, progress);
                } finally {
                    pulls.release();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void pullNow(ImageDigest digest, Consumer<String> progress) throws IOException {
        progress.accept("Pulling the image from the image registry.");
        ImageId name = name(digest);
        ImageReference from = reference(digest);
        cache.add(name);
        RegistryConnection connection = new RegistryConnection(registry, from, credentials, "pull");
        try (InputStream archive = open(connection, from)) {
            ImageDigest loaded = pulled.load(
                    name, archive, Long.MAX_VALUE, bytes -> progress.accept("Pulled " + (bytes >> 20) + " MiB."));
            if (!loaded.equals(digest)) {
                throw new IOException("the image registry has other content for " + digest + ": " + loaded);
            }
            pulled.keep(name);
        } catch (IOException | EngineException e) {
            pulled.discard(name);
            throw e;
        }
        LOG.infof("image pulled: image=%s", digest);
    }

    /** An attempt that waits for a while, and then returns false. */
    @FunctionalInterface
    private interface Attempt {
        boolean within(long time, TimeUnit unit) throws InterruptedException;
    }

    /** Repeats an attempt until it succeeds, and reports progress, so that the order's deadline is extended. */
    private static void await(Attempt attempt, String step, Consumer<String> progress) throws IOException {
        try {
            while (!attempt.within(WAIT_SECONDS, TimeUnit.SECONDS)) {
                progress.accept(step);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while other orders pulled images", e);
        }
    }

    private static InputStream open(RegistryConnection connection, ImageReference from) throws IOException {
        try {
            return PulledImage.archive(connection, from);
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** The name of a pulled image in the engine. */
    static ImageId name(ImageDigest digest) {
        return new ImageId(digest.hex().substring(0, ID_LENGTH));
    }

    private ImageReference reference(ImageDigest digest) {
        return new ImageReference(registry.name() + "/" + REPOSITORY + ":" + digest.hex());
    }
}
