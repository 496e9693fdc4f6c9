package dcm.worker.operation;

import dcm.contract.identity.OwnerName;
import dcm.worker.storage.Homes.Home;
import java.nio.file.Path;

/** Gives operations the directories of this host that an owner's containers mount. */
@FunctionalInterface
public interface Storage {
    /** The owner's directories; makes what is not there yet, and waits for what is on its way. */
    Mounts of(OwnerName owner) throws InterruptedException;

    /** What all containers of one owner mount. */
    record Mounts(Home home, Path keys) {}
}
