package dcm.worker.operation;

import dcm.contract.desired.ContainerSpec;
import dcm.contract.identity.OwnerName;
import dcm.worker.engine.Engine;
import dcm.worker.engine.ImageContent;
import dcm.worker.storage.FilesystemQuotas;
import dcm.worker.storage.Homes;
import dcm.worker.storage.KeyDirectories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Implements {@link Storage} for this host: homes, key directories, quotas, and the largest size of a new image.
 * Thread-safe.
 */
public record HostStorage(Homes homes, KeyDirectories keys, FilesystemQuotas quotas, Engine engine) implements Storage {
    private static final long SMALL_IMAGE = 64L << 20;

    /** A new image may exceed the quota by a tenth, and by {@link #SMALL_IMAGE}. */
    private static final int TOLERANCE = 10;

    /** A twentieth of the disk stays free. */
    private static final int RESERVE = 20;

    /** How often the engine stores the content of an archive while it loads it. */
    private static final int COPIES = 2;

    @Override
    public Mounts of(OwnerName owner) throws InterruptedException {
        Path known = keys.of(owner); // first, because the account's record contains both the keys and the quota
        return new Mounts(homes.ensure(owner), known);
    }

    /**
     * What the owner's quota for images allows, with some more because admission compares the exact size later; at most
     * the free space of the engine's disk without a reserve for others.
     */
    @Override
    public long imageBytes(OwnerName owner) {
        return Math.min(allowedBytes(owner), freeBytes());
    }

    /**
     * The same plus the base image, but of the free space only a share: the engine stores the archive before it unpacks
     * it, and other imports see the same free space.
     */
    @Override
    public long archiveBytes(OwnerName owner, long base) {
        long allowed = allowedBytes(owner);
        return Math.min(
                allowed > Long.MAX_VALUE - base ? Long.MAX_VALUE : allowed + base,
                freeBytes() / (COPIES * ImportOperation.MAX_AT_ONCE));
    }

    private long allowedBytes(OwnerName owner) {
        long quota = quotas.imageBytes(owner);
        return quota == FilesystemQuotas.UNLIMITED ? Long.MAX_VALUE : quota + quota / TOLERANCE + SMALL_IMAGE;
    }

    /** Unlimited for an engine on another machine. */
    private long freeBytes() {
        Path root = Path.of(engine.configuration().root());
        try {
            FileStore disk = Files.getFileStore(root);
            return Math.max(0, disk.getUsableSpace() - disk.getTotalSpace() / RESERVE);
        } catch (NoSuchFileException elsewhere) {
            return Long.MAX_VALUE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Long> layerBytes(ContainerSpec spec) {
        Integer most = spec.limits().diskMiB();
        return most == null
                ? Optional.empty()
                : quotas.layerBytes(
                        ((long) most) << 20,
                        () -> engine.imageContent(spec.image().digest())
                                .map(ImageContent::sizeBytes)
                                .orElse(0L));
    }
}
