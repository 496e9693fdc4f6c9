package dcm.auditor.log;

import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageId;
import dcm.contract.identity.OwnerName;

/**
 * An image of an owner's own that is in the log.
 *
 * @param name with its tag
 * @param deleted whether its host confirmed that nothing is left of it
 */
public record LoggedImage(
        ImageId id, OwnerName owner, String name, HostName host, int partition, Phase phase, boolean deleted) {
    /** How far it has come. */
    public enum Phase {
        COMMITTING,
        READY,
        REMOVED,
        /** Creating it failed. */
        FAILED
    }

    /** The same in another phase. */
    LoggedImage in(Phase now) {
        return new LoggedImage(id, owner, name, host, partition, now, deleted);
    }

    /** The same when nothing is left of it. */
    LoggedImage asDeleted() {
        return new LoggedImage(id, owner, name, host, partition, phase, true);
    }

    /** What it is called in findings. */
    public String subject() {
        return "image/" + id;
    }
}
