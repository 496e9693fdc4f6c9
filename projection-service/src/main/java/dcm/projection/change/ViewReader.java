package dcm.projection.change;

import java.util.Collection;
import java.util.List;

/**
 * Reads the current views as documents. It remembers what it has read last, to find out what has changed since; {@link #delivered} confirms each
 * reading. One thread at a time calls its methods.
 */
public interface ViewReader {
    /** The changes in the order in which clients must apply them. A resource that no longer exists is a removal. */
    List<ViewChange> read(Collection<ChangedView> changed);

    /**
     * The changes that only time has caused, such as a host that stopped reporting.
     *
     * @param hosts whether to read hosts as well
     */
    List<ViewChange> readTimed(boolean hosts);

    /** The changes that were read last have reached the clients. Otherwise they are read again. */
    void delivered();

    /** Nobody follows hosts. Clients that follow them later load them first. */
    void forgetHosts();
}
