package dcm.projection.change;

import dcm.contract.identity.OwnerName;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Reads the current views as documents. It remembers what it has read last, to find out what has changed since; {@link #delivered} confirms each
 * reading. One thread at a time calls its methods.
 */
public interface ViewReader {
    /** The changes in the order in which clients must apply them. A resource that no longer exists is a removal. */
    List<ViewChange> read(Collection<ChangedView> changed);

    /**
     * Reads the changes that only time has caused, such as a host that stopped reporting. Passes them on in parts, because they can be about all
     * containers of many hosts.
     *
     * @param hosts whether to read hosts as well
     * @param followed whose containers to read
     */
    void readTimed(boolean hosts, Predicate<OwnerName> followed, Consumer<List<ViewChange>> publish);

    /** The changes that were read last have reached the clients. Otherwise they are read again. */
    void delivered();

    /** Nobody follows hosts. Clients that follow them later load them first. */
    void forgetHosts();
}
