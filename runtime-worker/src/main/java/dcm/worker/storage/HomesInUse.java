package dcm.worker.storage;

import dcm.contract.identity.OwnerName;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The owners whose homes are being received, deleted or transferred. Only one of these happens at a time. Thread-safe. */
final class HomesInUse {
    private final Set<OwnerName> owners = ConcurrentHashMap.newKeySet();

    /** Ends the use of an owner's homes. */
    interface Use extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Begins the use of an owner's homes.
     *
     * @throws IOException if they are in use; reception can take hours, so the caller tries again later
     */
    Use begin(OwnerName owner) throws IOException {
        if (!owners.add(owner)) {
            throw new IOException("homes of " + owner + " are being received or deleted");
        }
        return () -> owners.remove(owner);
    }
}
