package dcm.worker.operation;

import dcm.contract.identity.OwnerName;
import dcm.contract.order.ContainerSpec;
import dcm.worker.storage.Homes.Home;
import java.nio.file.Path;
import java.util.Optional;

/** Gives operations the directories of this host that an owner's containers mount. */
@FunctionalInterface
public interface Storage {
    /** The owner's directories; makes what is not there yet, and waits for what is on its way. */
    Mounts of(OwnerName owner) throws InterruptedException;

    /** What a container's own layer may hold, as the engine is to be told; empty where it cannot limit that. */
    default Optional<Long> layerBytes(ContainerSpec spec) {
        return Optional.empty();
    }

    /** What all containers of one owner mount. */
    record Mounts(Home home, Path keys) {}
}
