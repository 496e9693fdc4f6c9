package dcm.worker.registry;

import dcm.contract.identity.ImageId;
import dcm.rest.supervision.Supervised;
import dcm.rest.supervision.SupervisedLoop;
import dcm.worker.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The pulled images of this host, one file each. Deletes an image for which no container was created within the last hour
 * and that no container uses; it can be pulled again. Thread-safe.
 */
public final class PulledImageCache implements Supervised {
    private static final Logger LOG = Logger.getLogger(PulledImageCache.class);
    private static final Duration RETENTION = Duration.ofHours(1);
    private static final Duration PERIOD = Duration.ofMinutes(10);

    private final Path directory;
    private final Predicate<ImageId> removal;
    private final InstantSource clock;
    private final SupervisedLoop loop = SupervisedLoop.of("pulled-images", this::run);

    /** @param removal removes an image from the engine; false while a container uses it */
    public PulledImageCache(Path directory, Predicate<ImageId> removal, InstantSource clock) {
        this.directory = directory;
        this.removal = removal;
        this.clock = clock;
    }

    public PulledImageCache start() {
        loop.start();
        return this;
    }

    @Override
    public SupervisedLoop loop() {
        return loop;
    }

    /** Called before an image is used that may be a pulled one, so that it is not deleted now. */
    synchronized void use(ImageId image) throws IOException {
        if (Files.exists(directory.resolve(image.value()))) {
            add(image);
        }
    }

    /** Called before an image is pulled. */
    synchronized void add(ImageId image) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(image.value());
        Files.write(file, new byte[0]);
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    }

    /** Deletes the images that are old and unused. */
    synchronized void deleteUnused() throws IOException {
        for (Path file : files()) {
            ImageId image = new ImageId(file.getFileName().toString());
            boolean isOld =
                    Files.getLastModifiedTime(file).toInstant().plus(RETENTION).isBefore(clock.instant());
            if (isOld && isRemoved(image)) {
                Files.delete(file);
                LOG.infof("pulled image removed: image=%s", image);
            }
        }
    }

    private boolean isRemoved(ImageId image) {
        try {
            return removal.test(image);
        } catch (EngineException e) {
            LOG.warnf("pulled image could not be removed, this is retried: image=%s reason=%s", image, e.message());
            return false;
        }
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.toList();
        }
    }

    private void run() throws IOException, InterruptedException {
        deleteUnused();
        Thread.sleep(PERIOD);
    }
}
