package dcm.projection.change;

import java.util.Collection;
import java.util.List;

/** Reads the current views as documents. */
public interface ViewReader {
    /** The changes in the order in which clients must apply them. A resource that no longer exists is a removal. */
    List<ViewChange> read(Collection<ChangedView> changed);

    /** The changes that only time has caused, such as a host that stopped reporting. */
    List<ViewChange> readTimed();
}
