package dcm.worker.operation;

import dcm.contract.desired.ContainerSpec;
import dcm.contract.identity.OwnerName;
import dcm.worker.storage.Homes.Home;
import java.nio.file.Path;
import java.util.Optional;

/** Provides the host directories that an owner's containers mount. */
@FunctionalInterface
public interface Storage {
    /** The owner's directories; creates missing ones and waits for the owner's account record. */
    Mounts of(OwnerName owner) throws InterruptedException;

    /** The limit for a container's own layer in bytes, as the engine counts it; empty if the engine cannot limit it. */
    default Optional<Long> layerBytes(ContainerSpec spec) {
        return Optional.empty();
    }

    /** The maximum size of a new image of an owner in bytes. */
    default long imageBytes(OwnerName owner) {
        return Long.MAX_VALUE;
    }

    /**
     * The maximum size of the unpacked layers of an archive that an owner imports, in bytes.
     *
     * @param base the size of layers of a base image in the archive, which do not count in the owner's quota
     */
    default long archiveBytes(OwnerName owner, long base) {
        return Long.MAX_VALUE;
    }

    /** The directories that all containers of one owner mount. */
    record Mounts(Home home, Path keys) {}
}
