package dcm.contract.report;

import dcm.contract.identity.HostName;
import java.util.Optional;

/**
 * The directory of owners' homes on a host. Hosts that share it report the same id.
 *
 * @param id the content of {@link #FILE} in the directory
 * @param rootUid the host's uid of a container's root, to which the files of homes belong
 * @param rootGid its gid
 */
public record HomeStorage(String id, int rootUid, int rootGid) {
    /** The name of the file that identifies the directory; not a valid owner name. */
    public static final String FILE = ".dcm-homes";

    /** Why homes in this directory cannot be used together with those of another host; empty if they can. */
    public Optional<String> difference(HomeStorage other, HostName host) {
        if (!id.equals(other.id)) {
            return Optional.of("The homes are shared, but the directory of homes here is " + id + ", and the one of "
                    + host + " is " + other.id + " (the content of the file " + FILE
                    + "). Mount the same directory on all hosts.");
        }
        return rootUid == other.rootUid && rootGid == other.rootGid
                ? Optional.empty()
                : Optional.of("The homes are shared, but the Docker Engine here maps the root of containers to "
                        + rootUid
                        + ":" + rootGid + ", and the one of " + host + " to " + other.rootUid + ":" + other.rootGid
                        + ". Use the same ranges of dockremap in /etc/subuid and /etc/subgid on all hosts.");
    }
}
